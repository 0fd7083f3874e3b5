from fakes import Scripted, TransportError, ok, rate_limited, server_error
from solution import GiveUp, RequestRejected, call_with_retry


def test_core_first_try():
    """a good response comes back after one call, without waiting"""
    send = Scripted(ok())
    T.eq(call_with_retry(send), ok())
    T.eq(send.count, 1, "calls")
    T.eq(T.clock.sleeps, [], "sleeps")


def test_core_recovers_from_429():
    """a 429 is followed by another attempt"""
    send = Scripted(rate_limited(), ok())
    T.eq(call_with_retry(send), ok())
    T.eq(send.count, 2, "calls")


def test_core_recovers_from_lost_connection():
    """a TransportError is followed by another attempt"""
    send = Scripted(TransportError("reset"), ok())
    T.eq(call_with_retry(send), ok())


def test_core_gives_up():
    """after max_attempts failures it raises GiveUp, which knows how many there were"""
    send = Scripted(server_error(503))
    with T.raises(GiveUp) as caught:
        call_with_retry(send, max_attempts=3)
    T.eq(send.count, 3, "calls")
    T.eq(caught.error.attempts, 3, "attempts")
