import time

from solution import Limiter


def test_core_full_at_the_start():
    """a minute's worth of requests may go at once"""
    limiter = Limiter(3, 1000, time.monotonic)
    T.eq([limiter.acquire(1) for _ in range(3)], [0.0, 0.0, 0.0])


def test_core_says_how_long():
    """the next one is told how long to wait"""
    limiter = Limiter(60, 100_000, time.monotonic)
    for _ in range(60):
        limiter.acquire(0)
    T.close(limiter.acquire(0), 1.0, 1e-6, "wait")


def test_core_tokens_count_too():
    """the token budget limits as well"""
    limiter = Limiter(100, 600, time.monotonic)
    T.eq(limiter.acquire(600), 0.0)
    T.close(limiter.acquire(50), 5.0, 1e-6, "wait")
