from solution import Dispatcher, Tool


def test_core_runs():
    """a known tool with good arguments runs"""
    add = Tool("add", lambda a, b: a + b, {"a": int, "b": int})
    got = Dispatcher([add]).run("add", {"a": 2, "b": 3})
    T.eq((got.ok, got.text), (True, "5"))


def test_core_unknown():
    """an invented name is told what there is"""
    tools = [Tool("b", lambda: 1, {}), Tool("a", lambda: 1, {})]
    got = Dispatcher(tools).run("drop_tables", {})
    T.ok(not got.ok and "unknown tool" in got.text and "a, b" in got.text, f"got {got}")


def test_core_failing_tool():
    """a tool that fails is a result with its reason"""

    def bad():
        raise KeyError("order 7")

    got = Dispatcher([Tool("bad", bad, {})]).run("bad", {})
    T.ok(not got.ok and "KeyError" in got.text and "order 7" in got.text, f"got {got}")
