"""The process of the tests. It runs every test that judges, has the clock, the fakes and the checks, and asks another
process (candidate.py) for what the code under test does. Nothing here is within reach of that code: what it can say are
plain values, and objects that stand for its own (remote.py), which no check takes for a value.
"""
import contextlib
import copy
import json
import sys

import harness
import virtual_time
import warm_up
from checks import MAX_MESSAGE, same
from judge_side import Judge
from remote import RemoteModule
from values import Malformed
from wire import LONGEST_MESSAGE, Channel, Lost

STATUSES = ("pass", "fail", "error")
MOST_OWN_TESTS = 200


class BothLoops:
    """What a loop of a test's waits for: time, and the loop of the code under test, which goes on in turns with it."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout):
        clock = virtual_time.clock
        while True:
            busy, due = side.step()
            # What has just been begun over there may have set a timer here.
            times = [at for at in (self.loop.next_timer(), due) if at is not None]
            if self.loop._ready or timeout == 0:
                clock.spin()
                return []
            if busy:
                clock.spin()
            elif times:
                clock.advance(max(0.0, min(times) - clock.now))
                timeout = 0 if self.loop.next_timer() == min(times) else timeout
            else:
                raise virtual_time.Deadlock("all coroutines are waiting for something that never happens")

    def close(self):
        pass


class JudgingHarness(harness.Harness):
    """Runs the tests that judge here, and the candidate's own over there."""

    def load(self):
        own = [suite for suite in self.suites if suite["file"] in harness.CANDIDATE_FILES]
        self.suites = [suite for suite in self.suites if suite not in own]
        side.put("load", {"files": self.files, "suites": own, "script": False})
        # While the code is loaded over there.
        self.compile_ahead()
        with harness.captured():
            self.load_support()
        told = _read_plan(side.settle(side.answer_to_question()))
        if told["load_error"]:
            return {**told, "tests": []}
        support = [file.removesuffix(".py") for file in self.files if file not in harness.CANDIDATE_FILES]
        side.share({name: sys.modules[name] for name in support})
        with harness.captured():
            solution = sys.modules["solution"] = RemoteModule("solution")
            solution.__dict__["_side"] = side
            side.loading = True
            self.load_suites(solution)
            side.loading = False
        side.keep()
        side.ask("keep")
        self.own = _own_tests(told["tests"], asked=bool(own))
        self.constants = [_constants(sys.modules[suite["file"].removesuffix(".py")]) for suite in self.suites]
        plan = self.plan(None, told["stdout"])
        return {**plan, "tests": [*plan["tests"], *self.own.values()]}

    def compile_ahead(self):
        for suite in self.suites:
            # A suite that is no Python says so when it is loaded.
            with contextlib.suppress(Exception):
                harness.compiled(suite["source"], suite["file"])

    def run(self, key):
        if key in self.own:
            virtual_time.clock.reset()
            return {**_read_result(side.ask("own", key)), **self.own[key]}
        side.forget()
        for names, kept in self.constants:
            for name, value in kept.items():
                if not same(names[name], value):
                    names[name] = copy.deepcopy(value)
        result = super().run(key)
        return {**result, "stdout": side.plain_answer(str, "end")}


def _constants(module):
    """The globals of a suite that code under test could change when a test hands them over, and what they are."""
    names, kept = vars(module), {}
    for name, value in names.items():
        if type(value) in (list, dict, set):
            # What cannot be copied holds more than plain values, which are all that comes back changed.
            with contextlib.suppress(Exception):
                kept[name] = copy.deepcopy(value)
    return names, kept


def _own_tests(told, asked):
    """The candidate's own tests by id. Without a suite of theirs there are none, whatever is told."""
    own = {test["id"]: test for test in told if test["suite"] == "mine" and test["id"] == f"mine/{test['name']}"}
    if len(own) < len(told) or (own and not asked):
        raise Malformed("tests that nobody wrote")
    return own


def _text(value, most):
    return value[:most] if type(value) is str else ""


def _line(value, most):
    return " ".join(_text(value, most).split())


def _read_plan(plan):
    """What the candidate's process says of its own tests and of loading, as far as it is what it must be."""
    plan = plan if type(plan) is dict else {}
    tests = [test for test in plan.get("tests") or [] if type(test) is dict]
    keys = ("id", "suite", "name", "title")
    failure = plan.get("load_error")
    if failure is not None:
        told = failure if type(failure) is dict else {}
        at, file = told.get("line"), told.get("file")
        failure = {
            "type": _line(told.get("type"), 80),
            "message": _text(told.get("message"), MAX_MESSAGE),
            "file": file if file in harness.CANDIDATE_FILES else "solution.py",
            "line": at if type(at) is int and 0 < at < 1_000_000 else 1,
        }
    return {
        "tests": [{key: _line(test.get(key), 250) for key in keys} for test in tests[:MOST_OWN_TESTS]],
        "load_error": failure,
        "stdout": _text(plan.get("stdout"), harness.MAX_STDOUT + 100),
    }


def _read_result(told):
    told = told if type(told) is dict else {}
    status = told.get("status")
    trace = [frame for frame in told.get("trace") or [] if type(frame) is dict][: harness.MAX_FRAMES]
    return {
        "status": status if status in STATUSES else "error",
        "message": _text(told.get("message"), MAX_MESSAGE),
        "trace": [
            {"file": _text(f.get("file"), 40), "line": f.get("line"), "fn": _text(f.get("fn"), 80), "text": _text(f.get("text"), 200)}
            for f in trace if type(f.get("line")) is int
        ],
        "stdout": _text(told.get("stdout"), harness.MAX_STDOUT + 100),
        "ms": told.get("ms") if type(told.get("ms")) in (int, float) else 0,
    }


side = None
_harness = JudgingHarness()


def connect(place, fakes):
    """Waits until the other process is up, and makes both warm."""
    global side
    side = Judge(Channel(place, LONGEST_MESSAGE, 1 << 30))
    if side.channel.receive().get("r") != "ready":
        raise Lost("the other process did not start")
    virtual_time.VirtualLoop.waits = BothLoops
    _warm_up(fakes)


def _warm_up(fakes):
    global _harness
    _harness.prepare(warm_up.job(fakes))
    for test in _harness.load()["tests"]:
        json.dumps(_harness.run(test["id"]))
    side.ask("restart")
    side.restart()
    for name in ("solution", "fakes", "tests_visible"):
        sys.modules.pop(name, None)
    _harness = JudgingHarness()


def _told(work):
    """What `work` returns, as JSON. Without the other process there is nothing more to be said than that; `odd` is true
    when that process has said what no code of ours says."""
    before = Malformed.times
    try:
        said = work()
    except (Lost, Malformed) as error:
        said = {"lost": str(error)}
    return json.dumps({**said, "odd": Malformed.times > before})


def begin(text):
    _harness.prepare(json.loads(text))
    return _told(_harness.load)


def run_test(key):
    return _told(lambda: _harness.run(key))
