from solution import Dispatcher, Tool


class Spy:
    """A function that remembers how it was called."""

    def __init__(self, returns="done", error=None):
        self.returns, self.error, self.calls = returns, error, []

    def __call__(self, **arguments):
        self.calls.append(arguments)
        if self.error is not None:
            raise self.error
        return self.returns


def tool(spy, name="find", parameters=None, **more):
    return Tool(name, spy, {"q": str} if parameters is None else parameters, **more)


def test_core_arguments():
    """arguments that do not fit never reach the tool"""
    spy = Spy()
    d = Dispatcher([tool(spy, parameters={"text": str, "count": int, "share": float, "deep": bool})])
    good = {"text": "x", "count": 2, "share": 0.5, "deep": True}
    cases = {
        "text": {**good, "text": 3},
        "count": {**good, "count": True},
        "share": {**good, "share": "0.5"},
        "deep": {**good, "deep": 1},
        "colour": {**good, "colour": "red"},
    }
    for name, arguments in cases.items():
        got = d.run("find", arguments)
        T.ok(not got.ok and name in got.text, f"{arguments} gave {got}")
    missing = d.run("find", {"text": "x"})
    T.ok(not missing.ok and "count" in missing.text, f"missing count gave {missing}")
    T.eq(spy.calls, [], "calls")


def test_core_whole_number_for_float():
    """a whole number is a fine float, true is not"""
    d = Dispatcher([tool(Spy(), parameters={"x": float})])
    T.eq(d.run("find", {"x": 2}).ok, True)
    T.eq(d.run("find", {"x": True}).ok, False)


def test_core_no_dictionary():
    """arguments that are no dictionary are a mismatch"""
    d = Dispatcher([tool(Spy())])
    for arguments in (None, "q", ["q"], 3):
        got = d.run("find", arguments)
        T.ok(not got.ok and "q" in got.text, f"{arguments!r} gave {got}")


def test_core_any_result():
    """whatever a tool returns becomes text"""
    got = Dispatcher([tool(Spy({"a": 1}), parameters={})]).run("find", {})
    T.eq((got.ok, got.text), (True, "{'a': 1}"))


def test_core_same_name_twice():
    """two tools of one name are refused at the start"""
    with T.raises(ValueError):
        Dispatcher([tool(Spy()), tool(Spy())])


def test_core_stop_is_not_swallowed():
    """an interrupt of the program is not a result"""
    with T.raises(KeyboardInterrupt):
        try:
            Dispatcher([tool(Spy(error=KeyboardInterrupt()))]).run("find", {"q": "x"})
        except KeyboardInterrupt as error:
            raise KeyboardInterrupt from error
        except BaseException as error:
            raise AssertionError(f"got {error!r}")


def test_edge_steps():
    """every call is a step, and the one too many raises"""
    from solution import LimitReached

    spy = Spy()
    d = Dispatcher([tool(spy)], max_steps=3)
    d.run("nope", {})
    d.run("find", {})
    d.run("find", {"q": "a"})
    with T.raises(LimitReached):
        d.run("find", {"q": "b"})
    T.eq(len(spy.calls), 1, "calls")


def test_edge_budget():
    """a call that would go over the budget is not made"""
    from solution import LimitReached

    spy = Spy()
    d = Dispatcher([tool(spy, cost=0.4)], budget=1.0)
    for q in "ab":
        d.run("find", {"q": q})
    with T.raises(LimitReached):
        d.run("find", {"q": "c"})
    T.eq(len(spy.calls), 2, "calls")
    T.close(d.spent, 0.8, 1e-6, "spent")


def test_edge_budget_to_the_last():
    """the budget may be used up to its end"""
    spy = Spy()
    d = Dispatcher([tool(spy, cost=0.1)], budget=0.3)
    for q in "abc":
        d.run("find", {"q": q})
    T.eq(len(spy.calls), 3, "calls")


def test_edge_failures_are_charged():
    """a failing call costs money too, an invalid one does not"""
    d = Dispatcher([tool(Spy(error=ValueError("x")), cost=0.5)])
    d.run("find", {"q": "a"})
    d.run("find", {})
    T.close(d.spent, 0.5, 1e-6, "spent")


def test_edge_repeated():
    """the same call is not made twice, whatever the order of its arguments"""
    spy = Spy()
    d = Dispatcher([tool(spy, parameters={"a": int, "b": int})])
    d.run("find", {"a": 1, "b": 2})
    got = d.run("find", {"b": 2, "a": 1})
    T.ok(not got.ok and "already called" in got.text, f"got {got}")
    T.eq(d.run("find", {"a": 2, "b": 1}).ok, True, "other arguments")
    T.eq(len(spy.calls), 2, "calls")


def test_edge_repeated_after_failure():
    """a call that failed is not repeated either, one that was invalid is not counted"""
    spy = Spy(error=ValueError("x"))
    d = Dispatcher([tool(spy)])
    d.run("find", {"q": 1})
    d.run("find", {"q": "a"})
    T.ok("already called" in d.run("find", {"q": "a"}).text, "it was called again")
    T.eq(len(spy.calls), 1, "calls")


def test_extension_approval():
    """writes need a person who sees the arguments"""
    seen, spy = [], Spy()

    def approve(name, arguments):
        seen.append((name, arguments))
        return arguments["q"] == "good"

    d = Dispatcher([tool(spy, writes=True, cost=0.5)], approve=approve)
    got = d.run("find", {"q": "bad"})
    T.ok(not got.ok and "not approved" in got.text, f"got {got}")
    T.eq(d.spent, 0.0, "spent on a refused call")
    T.eq(d.run("find", {"q": "good"}).ok, True)
    T.eq((seen, spy.calls), ([("find", {"q": "bad"}), ("find", {"q": "good"})], [{"q": "good"}]))


def test_extension_nobody_to_ask():
    """without anybody to ask writes do not happen, reads do"""
    spy = Spy()
    d = Dispatcher([tool(spy, "write", writes=True), tool(spy, "read")])
    T.ok("not approved" in d.run("write", {"q": "a"}).text, "it was written")
    T.eq(d.run("read", {"q": "a"}).ok, True)


def test_extension_asked_last():
    """nobody is asked about a call that would not be made anyway"""
    from solution import LimitReached

    asked = []
    d = Dispatcher([tool(Spy(), writes=True, cost=1.0)], budget=1.0, approve=lambda *call: asked.append(call) or True)
    d.run("find", {})
    d.run("find", {"q": "a"})
    d.run("find", {"q": "a"})
    with T.raises(LimitReached):
        d.run("find", {"q": "b"})
    T.eq(len(asked), 1, "times asked")


def test_extension_size():
    """long results are cut to exactly the size"""
    d = Dispatcher([tool(Spy("x" * 5000)), tool(Spy("y" * 20), "short")], max_chars=20)
    got = d.run("find", {"q": "a"}).text
    T.eq((len(got), got[-7:]), (20, "… [cut]"))
    T.eq(d.run("short", {"q": "a"}).text, "y" * 20)
    T.eq(len(Dispatcher([tool(Spy("x" * 5000))]).run("find", {"q": "a"}).text), 2000, "size unless given")


def test_extension_log():
    """the log says what became of every step"""
    d = Dispatcher([tool(Spy()), tool(Spy(error=ValueError("x")), "bad"), tool(Spy(), "write", writes=True)])
    for name, arguments in (("find", {"q": "a"}), ("find", {"q": "a"}), ("bad", {"q": "a"}), ("nope", {}), ("find", {}), ("write", {"q": "a"})):
        d.run(name, arguments)
    T.eq(d.log, [("find", "ok"), ("find", "repeated"), ("bad", "failed"), ("nope", "unknown"), ("find", "invalid"), ("write", "refused")])
