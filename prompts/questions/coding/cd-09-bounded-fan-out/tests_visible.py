import asyncio

from solution import Failed, fan_out


def after(seconds, value):
    async def call():
        await asyncio.sleep(seconds)
        return value

    return call


async def test_core_order():
    """results come in the order of the calls"""
    T.eq(await fan_out([after(3, "a"), after(1, "b"), after(2, "c")], 3), ["a", "b", "c"])


async def test_core_limit_is_used():
    """six calls of a second, three at a time, take two seconds"""
    await fan_out([after(1, n) for n in range(6)], 3)
    T.close(T.clock.elapsed, 2, 1e-3, "seconds")


async def test_core_failure_is_a_value():
    """a call that fails is a value in its place"""
    error = ValueError("no")

    async def bad():
        raise error

    first, second, third = await fan_out([after(1, "a"), bad, after(1, "c")], 2)
    T.eq((first, third), ("a", "c"))
    T.ok(isinstance(second, Failed) and second.error is error, f"the call that failed gave {second!r}")
