import asyncio
import time

from solution import Limiter


def test_core_a_refusal_costs_nothing():
    """a refused request takes from neither budget"""
    limiter = Limiter(6, 60, time.monotonic)
    T.eq(limiter.acquire(60), 0.0, "first")
    for _ in range(5):
        T.ok(limiter.acquire(30) > 0, "a refused request was allowed")
    time.sleep(1)
    T.eq(limiter.acquire(1), 0.0, "after a second")


def test_core_comes_back_evenly():
    """what was used comes back with time"""
    limiter = Limiter(60, 6000, time.monotonic)
    limiter.acquire(6000)
    time.sleep(10)
    T.eq(limiter.acquire(1000), 0.0, "after ten seconds")
    T.ok(limiter.acquire(100) > 0, "more than came back was allowed")


def test_core_never_more_than_a_minute():
    """a quiet hour does not save up"""
    limiter = Limiter(2, 1000, time.monotonic)
    time.sleep(3600)
    T.eq([limiter.acquire(1) == 0 for _ in range(3)], [True, True, False])


def test_core_longer_of_both_waits():
    """the wait is until both budgets have enough"""
    limiter = Limiter(60, 60, time.monotonic)
    limiter.acquire(60)
    T.close(limiter.acquire(30), 30.0, 1e-6, "wait")


def test_core_what_never_fits():
    """a request that can never be allowed is an error"""
    limiter = Limiter(10, 100, time.monotonic)
    for tokens in (101, -1):
        with T.raises(ValueError, f"{tokens} tokens"):
            limiter.acquire(tokens)
    T.eq(limiter.acquire(100), 0.0, "a whole minute's worth")


def test_edge_tenants_are_apart():
    """one tenant's use does not touch another's"""
    from solution import TenantLimiter

    limiter = TenantLimiter({"a": (1, 100), "b": (1, 100)}, time.monotonic)
    T.eq((limiter.acquire("a", 1), limiter.acquire("b", 1)), (0.0, 0.0))
    T.ok(limiter.acquire("a", 1) > 0, "tenant a went over its limit")


def test_edge_everybody_else_has_their_own():
    """tenants without limits of their own do not share"""
    from solution import TenantLimiter

    limiter = TenantLimiter({"*": (1, 100)}, time.monotonic)
    T.eq((limiter.acquire("x", 1), limiter.acquire("y", 1)), (0.0, 0.0))


def test_edge_unknown_tenant():
    """a tenant nobody has limits for is an error"""
    from solution import TenantLimiter

    with T.raises(KeyError):
        TenantLimiter({"a": (1, 100)}, time.monotonic).acquire("b", 1)


def test_edge_clock_goes_back():
    """a clock that jumps back gives nothing and takes nothing"""
    now = [100.0]
    limiter = Limiter(60, 60, lambda: now[0])
    limiter.acquire(60)
    now[0] = 40.0
    T.close(limiter.acquire(1), 1.0, 1e-6, "wait after the clock went back")
    now[0] = 101.0
    T.eq(limiter.acquire(1), 0.0, "one second after the start")


def test_edge_the_wait_is_enough():
    """asking again after exactly the wait succeeds"""
    for requests, tokens, ask in ((7, 333, 111), (3, 1000, 7), (90, 77, 13)):
        limiter = Limiter(requests, tokens, time.monotonic)
        for _ in range(40):
            wait = limiter.acquire(ask)
            if wait:
                time.sleep(wait)
                T.eq(limiter.acquire(ask), 0.0, f"second try with {requests}, {tokens}, {ask}")


def test_extension_gives_back():
    """what was not used is there again"""
    limiter = Limiter(100, 100, time.monotonic)
    limiter.acquire(100)
    limiter.settle(100, 40)
    T.eq(limiter.acquire(60), 0.0)
    T.ok(limiter.acquire(1) > 0, "more than was given back")


def test_extension_debt():
    """use beyond the estimate is paid off by waiting"""
    limiter = Limiter(600, 60, time.monotonic)
    limiter.acquire(60)
    limiter.settle(60, 90)
    T.close(limiter.acquire(10), 40.0, 1e-6, "wait")


def test_extension_no_refund_above_full():
    """a late refund does not fill the budget beyond its minute"""
    limiter = Limiter(600, 100, time.monotonic)
    limiter.acquire(50)
    time.sleep(60)
    limiter.settle(50, 0)
    T.eq(limiter.acquire(100), 0.0)
    T.ok(limiter.acquire(10) > 0, "the refund went beyond the minute")


async def test_extension_waits():
    """a waiting caller goes as soon as it may"""
    limiter = Limiter(60, 6000, time.monotonic)
    await limiter.acquire_async(6000)
    started = time.monotonic()
    await limiter.acquire_async(1000)
    T.close(time.monotonic() - started, 10.0, 1e-3, "seconds")
    T.eq(T.clock.blocked, 0.0, "seconds slept in the way of others")


async def test_extension_many_waiters():
    """many waiting callers stay within the limit together"""
    limiter = Limiter(600, 60, time.monotonic)
    started, done = time.monotonic(), []

    async def caller():
        await limiter.acquire_async(20)
        done.append(time.monotonic() - started)

    await asyncio.gather(*(caller() for _ in range(9)))
    T.eq(len([at for at in done if at < 1]), 3, "callers at once")
    T.close(max(done), 120.0, 0.5, "seconds until the last")
