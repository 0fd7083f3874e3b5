import asyncio

from solution import Failed, fan_out


class Watch:
    """Calls that count how many of them run, started and were cancelled."""

    def __init__(self):
        self.now = self.most = self.cancelled = 0
        self.started = []

    def call(self, name, seconds, error=None):
        async def run():
            self.started.append(name)
            self.now += 1
            self.most = max(self.most, self.now)
            try:
                await asyncio.sleep(seconds)
                if error is not None:
                    raise error
                return name
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
            finally:
                self.now -= 1

        return run


def is_failure(result, error):
    return isinstance(result, Failed) and result.error is error


def is_timeout(result):
    return isinstance(result, Failed) and isinstance(result.error, TimeoutError)


async def test_core_never_more_than_the_limit():
    """never more than the limit run at once"""
    watch = Watch()
    await fan_out([watch.call(n, 1 + n % 3) for n in range(17)], 4)
    T.eq(watch.most, 4, "most at once")


async def test_core_a_slow_call_holds_one_place():
    """a slow call does not hold back the others"""
    watch = Watch()
    await fan_out([watch.call("slow", 10), *(watch.call(n, 1) for n in range(9))], 2)
    T.close(T.clock.elapsed, 10, 1e-3, "seconds")


async def test_core_starts_in_order():
    """calls start in the order of the iterable"""
    watch = Watch()
    await fan_out((watch.call(n, 1) for n in range(5)), 2)
    T.eq(watch.started, [0, 1, 2, 3, 4])


async def test_core_nothing_to_do():
    """no calls, no results"""
    T.eq(await fan_out([], 3), [])


async def test_core_bad_limit():
    """a limit below one is refused before anything starts"""
    watch = Watch()
    with T.raises(ValueError):
        await fan_out([watch.call("a", 1)], 0)
    T.eq(watch.started, [])


async def test_core_raises_before_it_returns():
    """a call that raises at once is a failure like others"""
    error = KeyError("x")

    def bad():
        raise error

    (got,) = await fan_out([bad], 1)
    T.ok(is_failure(got, error), f"the call that failed gave {got!r}")


async def test_edge_timeout_of_one():
    """a call that takes too long is stopped, the others go on"""
    watch = Watch()
    got = await fan_out([watch.call("slow", 10), watch.call("b", 1)], 2, timeout=2)
    T.ok(is_timeout(got[0]), f"the slow call gave {got[0]!r}")
    T.eq((got[1], watch.cancelled), ("b", 1))
    T.close(T.clock.elapsed, 2, 1e-3, "seconds")


async def test_edge_waiting_is_not_running():
    """time before its start does not count against a call"""
    watch = Watch()
    got = await fan_out([watch.call(n, 2) for n in range(3)], 1, timeout=3)
    T.eq(got, [0, 1, 2])


async def test_edge_deadline():
    """at the deadline there is what had finished, and the rest timed out"""
    watch = Watch()
    got = await fan_out([watch.call(n, 2) for n in range(5)], 2, deadline=3)
    T.eq(got[:2], [0, 1])
    T.eq([is_timeout(result) for result in got[2:]], [True, True, True])
    T.eq(watch.started, [0, 1, 2, 3], "calls that started")
    T.close(T.clock.elapsed, 3, 1e-3, "seconds")


async def test_edge_nothing_left_running():
    """nothing runs on behind the answer"""
    watch = Watch()
    await fan_out([watch.call(n, 9) for n in range(3)], 3, deadline=1)
    T.eq((watch.now, watch.cancelled), (0, 3), "running and cancelled")
    await asyncio.sleep(60)
    T.eq(watch.started, [0, 1, 2], "calls that started")


async def test_edge_cancelled_from_outside():
    """when it is cancelled its calls have ended before it has"""
    watch = Watch()
    task = asyncio.create_task(fan_out([watch.call(n, 9) for n in range(4)], 2))
    await asyncio.sleep(1)
    task.cancel()
    with T.raises(asyncio.CancelledError):
        try:
            await task
        except asyncio.CancelledError as error:
            T.eq((watch.now, watch.cancelled), (0, 2), "running and cancelled")
            raise asyncio.CancelledError from error


async def test_extension_stops_when_it_has_enough():
    """it returns as soon as enough have succeeded"""
    from solution import NotNeeded

    watch = Watch()
    got = await fan_out([watch.call("a", 5), watch.call("b", 1), watch.call("c", 2), watch.call("d", 9)], 4, need=2)
    T.eq(got[1:3], ["b", "c"])
    for result in (got[0], got[3]):
        T.ok(isinstance(result, Failed) and isinstance(result.error, NotNeeded), f"not needed, but {result!r}")
    T.close(T.clock.elapsed, 2, 1e-3, "seconds")
    T.eq(watch.now, 0, "still running")


async def test_extension_failures_do_not_count():
    """only successes count towards enough"""
    watch = Watch()
    error = ValueError("no")
    got = await fan_out([watch.call("a", 1, error), watch.call("b", 2), watch.call("c", 3)], 3, need=1)
    T.ok(is_failure(got[0], error), f"the call that failed gave {got[0]!r}")
    T.eq(got[1], "b")


async def test_extension_not_enough():
    """with too few successes everything is waited for"""
    watch = Watch()
    error = ValueError("no")
    got = await fan_out([watch.call("a", 1), watch.call("b", 3, error)], 2, need=2)
    T.eq(got[0], "a")
    T.ok(is_failure(got[1], error), f"the call that failed gave {got[1]!r}")


async def test_extension_reads_no_further():
    """the iterable is not read ahead of the free places"""
    watch, read = Watch(), []

    def calls():
        for number in range(50):
            read.append(number)
            yield watch.call(number, 1)

    task = asyncio.create_task(fan_out(calls(), 3))
    await asyncio.sleep(0.5)
    T.ok(3 <= len(read) <= 4, f"read {len(read)} calls with three places")
    task.cancel()
    await asyncio.wait([task])


async def test_extension_bad_need():
    """needing nothing is refused"""
    with T.raises(ValueError):
        await fan_out([], 1, need=0)
