from fakes import Recorder, Response, Scripted, Slow, TransportError, ok, overloaded, rate_limited, server_error
from solution import GiveUp, RequestRejected, call_with_retry

FULL = {"rng": lambda: 1.0, "deadline": 999}


def test_core_rejects_what_cannot_succeed():
    """a request that can never succeed is sent once and rejected"""
    for status in (400, 401, 403, 404, 422):
        send = Scripted(Response(status), ok())
        with T.raises(RequestRejected, f"status {status}") as caught:
            call_with_retry(send)
        T.eq(send.count, 1, f"calls for {status}")
        T.eq(caught.error.response.status, status, "response of the error")


def test_core_retries_what_may_pass():
    """every temporary failure is worth another attempt"""
    for failure in (rate_limited(), server_error(500), server_error(502), server_error(503), server_error(504), overloaded(), Response(408)):
        send = Scripted(failure, ok())
        T.eq(call_with_retry(send), ok(), f"result after {failure.status}")


def test_core_keeps_the_cause():
    """the final error names what went wrong last"""
    lost = TransportError("reset by peer")
    with T.raises(GiveUp) as caught:
        call_with_retry(Scripted(server_error(500), lost), max_attempts=2)
    T.ok(caught.error.cause is lost or "reset by peer" in str(caught.error.cause), "the cause of the last attempt is lost")


def test_core_accepts_every_2xx():
    """201 and 204 are successes too"""
    for status in (201, 204, 299):
        T.eq(call_with_retry(Scripted(Response(status))).status, status)


def test_edge_growth():
    """waits double from base"""
    with T.raises(GiveUp):
        call_with_retry(Scripted(server_error(503)), **FULL)
    T.eq(T.clock.sleeps[:4], [0.5, 1.0, 2.0, 4.0], "sleeps")


def test_edge_cap():
    """a wait never passes the cap"""
    with T.raises(GiveUp):
        call_with_retry(Scripted(server_error(503)), max_attempts=7, cap=3, **FULL)
    T.eq(max(T.clock.sleeps), 3, "longest wait")


def test_edge_no_wait_after_the_last_attempt():
    """nobody waits for an attempt that does not come"""
    with T.raises(GiveUp):
        call_with_retry(Scripted(server_error()), max_attempts=1, **FULL)
    T.eq((T.clock.sleeps, T.clock.elapsed), ([], 0.0), "sleeps, and seconds that passed")


def test_edge_spread():
    """the random source scales the wait"""
    sleep = Recorder()
    call_with_retry(Scripted(server_error(), ok()), sleep=sleep, rng=lambda: 0.25)
    T.eq(sleep.calls, [(0.125,)], "sleeps")


def test_edge_server_wait_is_a_floor():
    """the server's wait is respected when it is longer, and not added"""
    call_with_retry(Scripted(rate_limited("7"), ok()), rng=lambda: 0.0)
    T.eq(T.clock.sleeps, [7.0], "sleeps")
    T.clock.reset()
    call_with_retry(Scripted(rate_limited("0.1"), ok()), rng=lambda: 1.0)
    T.eq(T.clock.sleeps, [0.5], "sleeps when ours is longer")


def test_edge_odd_headers():
    """headers in any case; values that make no sense are no wait"""
    call_with_retry(Scripted(rate_limited("3", "retry-after"), rate_limited("soon"), rate_limited("-5"), ok()), rng=lambda: 0.0)
    T.eq(T.clock.sleeps, [3.0, 0.0, 0.0], "sleeps")


def test_edge_bugs_surface():
    """an error that is not about the transport reaches the caller at once"""
    send = Scripted(KeyError("model"), ok())
    with T.raises(KeyError):
        call_with_retry(send)
    T.eq(send.count, 1, "calls")


def test_edge_bad_arguments():
    """no attempts at all is refused before anything is sent"""
    send = Scripted(ok())
    with T.raises(ValueError):
        call_with_retry(send, max_attempts=0)
    T.eq(send.count, 0, "calls")


def test_extension_stops_before_a_wait_that_does_not_fit():
    """a wait past the deadline is not begun"""
    send = Scripted(rate_limited("60"), ok())
    with T.raises(GiveUp) as caught:
        call_with_retry(send, deadline=20)
    T.eq((T.clock.sleeps, T.clock.elapsed), ([], 0.0), "sleeps, and seconds that passed")
    T.eq((send.count, caught.error.attempts), (1, 1), "calls and attempts")


def test_extension_slow_calls_use_up_the_deadline():
    """time spent in send counts"""
    send = Scripted(Slow(15, server_error()), Slow(6, server_error()), ok())
    with T.raises(GiveUp):
        call_with_retry(send, deadline=20, rng=lambda: 1.0)
    T.eq(send.count, 2, "calls")


def test_extension_a_wait_that_just_fits():
    """a wait that ends at the deadline is allowed"""
    T.eq(call_with_retry(Scripted(rate_limited("20"), ok()), deadline=20), ok())


def test_extension_meter_counts():
    """record adds the real cost and returns it"""
    from solution import Meter

    meter = Meter({"opus": (5, 25)}, budget=1)
    T.close(meter.record("opus", {"input_tokens": 3000, "output_tokens": 300}), 0.0225)
    T.close(meter.spent, 0.0225, what="spent")


def test_extension_meter_refuses():
    """reserve counts what the request could cost at most"""
    from solution import Meter

    meter = Meter({"nano": (0.2, 1.25), "opus": (5, 25)}, budget=0.03)
    meter.record("opus", {"input_tokens": 3000, "output_tokens": 300})
    meter.reserve("nano", 3000, 300)
    with T.raises(GiveUp):
        meter.reserve("opus", 3000, 300)
    T.close(meter.spent, 0.0225, what="spent after reserving")
