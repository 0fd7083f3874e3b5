import time

from solution import AnswerCache, Scope


def ours():
    return Scope("a", "opus", 1, 1)


def cache(size=10, ttl=60.0):
    return AnswerCache(size, ttl, lambda text: [float(len(text)), 0.0], 2.0, time.monotonic)


def test_core_put_and_get():
    """what was put is found"""
    c = cache()
    c.put(ours(), "Where is my order?", "On its way.")
    T.eq(c.get(ours(), " where is my ORDER? "), "On its way.")
    T.eq(c.get(ours(), "Where is my invoice?"), None)


def test_core_too_old():
    """an entry is gone after its time"""
    c = cache(ttl=60)
    c.put(ours(), "q", "x")
    time.sleep(59)
    T.eq(c.get(ours(), "q"), "x", "after 59 seconds")
    time.sleep(1)
    T.eq(c.get(ours(), "q"), None, "after 60 seconds")


def test_core_scopes_are_apart():
    """another tenant does not see it"""
    c = cache()
    c.put(ours(), "q", "x")
    T.eq(c.get(Scope("b", "opus", 1, 1), "q"), None)
