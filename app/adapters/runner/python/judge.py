"""The process of the tests. It runs every test that judges, has the clock, the fakes and the checks, and asks another
process (candidate.py) for what the code under test does. Nothing here is within reach of that code: what it can say are
plain values, and objects that stand for its own (`Remote`), which no check takes for a value.
"""
import asyncio
import inspect
import json
import math
import sys
import time
import types

import harness
import virtual_time
import warm_up
from checks import MAX_MESSAGE, T
from remote import Remote, RemoteClass, RemoteError, RemoteIterator, RemoteModule
from values import Malformed, Unsendable
from wire import LONGEST_MESSAGE, Channel, Lost, Side

MOST_HANDED_OUT = 200_000
STATUSES = ("pass", "fail", "error")


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


_STEERING = (StopIteration, StopAsyncIteration, GeneratorExit, asyncio.CancelledError)


class Judge(Side):
    def __init__(self, channel):
        super().__init__(channel)
        # Suites are being loaded; methods that were asked for.
        self.loading, self.methods = False, {}

    def forget(self):
        super().forget()
        self.methods = {}

    # Asking

    def context(self):
        return {"n": virtual_time.clock.now, "l": asyncio.events._get_running_loop() is not None}

    def ask_value(self, name, *arguments):
        return self.unpack(self.ask(name, *arguments))

    def plain_answer(self, kind, name, *arguments):
        answer = self.ask(name, *arguments)
        if type(answer) is not kind:
            raise Malformed(f"no {kind.__name__} where one was asked for")
        return answer[:10_000] if kind is str else answer

    def call(self, number, args, kwargs):
        if self.loading:
            raise Unsendable("a suite calls the code in its tests, not while it is loaded")
        packed = [self.pack(value) for value in args], {name: self.pack(value) for name, value in kwargs.items()}
        answer = self.exchange("call", number, *packed)
        for place, value in answer.get("w", []):
            mine = kwargs.get(place) if isinstance(place, str) else args[place]
            changed = self.unpack(value)
            if type(mine) not in (list, dict, set) or type(changed) is not type(mine):
                raise Malformed("a change of something that was not handed over")
            mine.clear()
            mine.extend(changed) if type(mine) is list else mine.update(changed)
        return self.ended(answer, False)

    def settle(self, message):
        """What would steer a loop or a task of the test's is an error like any other when it comes out of the code."""
        try:
            return super().settle(message)
        except _STEERING as error:
            raise RuntimeError(f"{type(error).__name__} came out of the code") from error

    def ended(self, outcome, cancelled):
        # What the test has cancelled may say so.
        return self.unpack(super().settle(outcome)) if cancelled else super().ended(outcome, cancelled)

    def shown(self, number, how):
        """An object as text. Showing one never fails: it is done to say what else has."""
        try:
            return self.plain_answer(str, "do", number, how)
        except Exception as error:
            return f"<an object whose {how} raised {type(error).__name__}>"

    def step(self):
        answer = self.ask("step")
        if type(answer) is not list or len(answer) != 2:
            raise Malformed("a step that is none")
        busy, due = answer
        # A timer may be set for never.
        return bool(busy), due if type(due) in (int, float) and math.isfinite(due) else None

    def note_trace(self, error, trace):
        """Where in the candidate's files it was; their text is taken from what was sent there, not from what comes back."""
        frames = []
        for frame in trace[:20] if type(trace) is list else []:
            file, line, function = frame
            if file in harness.CANDIDATE_FILES and type(line) is int and 0 <= line < 1_000_000 and type(function) is str:
                frames.append((file, line, function[:80]))
        if frames:
            error.told_trace = frames

    def pack_error(self, error, depth):
        """What a check says names what it expected, and what Python says of a function names the test it is in: neither
        leaves this process, nor does what an exception of a test's was caused by."""
        packed = super().pack_error(error, depth)
        if packed[0] == "o":
            told = isinstance(error, AssertionError) or "test_" in json.dumps(packed[4:6])
            packed[4:] = [[] if told else packed[4], "" if told else packed[5], None]
        return packed

    # Answering

    def serve_call(self, number, args, kwargs):
        function = self.own(number)
        if len(self.ours) > MOST_HANDED_OUT:
            raise Lost("more calls than anybody makes")
        return self.pack(function(*map(self.unpack, args), **{name: self.unpack(value) for name, value in kwargs.items()}))

    def serve_get(self, number, name):
        """Public methods of what a test has handed over. Its data are the test's own."""
        owner = self.own(number)
        found = inspect.getattr_static(type(owner), name, None)
        if name.startswith("_") or not inspect.isfunction(found):
            raise AttributeError(f"'{type(owner).__name__}' shows code under test no '{name}'")
        bound = self.methods.setdefault((number, name), types.MethodType(found, owner))
        return self.pack(bound)

    def serve_next(self, number):
        iterator = self.own(number)
        for item in iterator if hasattr(type(iterator), "__next__") else ():
            return [self.pack(item)]
        return None

    def serve_sleep(self, seconds, in_loop):
        in_ours = asyncio.events._get_running_loop() is not None
        virtual_time.clock.sleep(self.unpack(seconds), in_ours or bool(in_loop))

    def serve_advance(self, seconds):
        virtual_time.clock.advance(seconds)

    # Values

    def describe(self, value):
        if inspect.isawaitable(value):
            return ["c", ""]
        for name in virtual_time.READ:
            if value is getattr(time, name):
                return ["n", name]
        if inspect.isroutine(value):
            kind = "a" if inspect.iscoroutinefunction(value) else "f"
            return [kind, getattr(value, "__name__", "function"), _parameters(value)]
        if hasattr(type(value), "__next__"):
            return ["i", ""]
        return ["o", type(value).__name__, _parameters(value) if callable(value) else None]

    def pack_own_class(self, kind):
        """A class of a test's own is known over there as the nearest one that both sides have."""
        if not issubclass(kind, BaseException):
            raise Unsendable("a class of a test's own")
        return self.pack_class(next(base for base in kind.__mro__ if base in self.names))

    def stand_in(self, number, kind, *about):
        if kind == "x":
            return self.stand_in_error(number, *about)
        if kind == "c":
            return self.wait_for(number)
        if kind == "i":
            return RemoteIterator(self, number)
        if kind == "f":
            return Remote(self, number)
        made = self.unpack(about[0])
        if type(made) is not RemoteClass:
            made = Remote
        if kind == "t":
            _, items, names = about
            items = [self.unpack(item) for item in items]
            value = tuple.__new__(made, items)
            value.__dict__.update(_side=self, _number=number, _fields_sent=dict(zip(names, items)))
            return value
        value = object.__new__(made)
        Remote.__init__(value, self, number, {str(name): self.unpack(field) for name, field in about[1].items()})
        return value

    def stand_in_error(self, number, kind, arguments, text, cause):
        made = self.unpack(kind)
        if not (isinstance(made, type) and issubclass(made, BaseException)):
            raise Malformed("an exception that is none")
        arguments = [text] if arguments is None else [self.unpack(argument) for argument in arguments]
        try:
            error = made.__new__(made, *arguments)
            error.args = tuple(arguments)
            if isinstance(error, RemoteError):
                error.__dict__.update(_number=number, _text=str(text))
            str(error)
        except Exception:
            error = RuntimeError(f"{made.__name__}: {text}")
        cause = self.unpack(cause)
        error.__cause__ = cause if isinstance(cause, BaseException) else None
        return error

    def stand_in_class(self, number):
        name, bases = self.ask("class", number)
        bases = [self.unpack(base) for base in bases]
        fits = [base for base in bases if type(base) is RemoteClass or base is tuple or issubclass(base, BaseException)]
        known = {"_side": self, "_number": number}
        error = any(issubclass(base, BaseException) for base in fits)
        first = [RemoteError] if error and not any(issubclass(base, RemoteError) for base in fits) else []
        if tuple in fits:
            return RemoteClass(str(name)[:80], (tuple, Remote), known)
        try:
            return RemoteClass(str(name)[:80], (*first, *fits) or (Remote,), known)
        except TypeError:
            return RemoteClass(str(name)[:80], (RemoteError, Exception) if error else (Remote,), known)


class JudgingHarness(harness.Harness):
    """Runs the tests that judge here, and the candidate's own over there."""

    def load(self):
        own = [suite for suite in self.suites if suite["file"] in harness.CANDIDATE_FILES]
        self.suites = [suite for suite in self.suites if suite not in own]
        plan = side.ask("load", {"files": self.files, "suites": own, "script": False})
        told = _read_plan(plan)
        if told["load_error"]:
            return {**told, "tests": []}
        with harness.captured():
            self.load_support()
            support = [file.removesuffix(".py") for file in self.files if file not in harness.CANDIDATE_FILES]
            side.share({name: sys.modules[name] for name in support})
            solution = sys.modules["solution"] = RemoteModule("solution")
            solution.__dict__["_side"] = side
            side.loading = True
            self.load_suites(solution)
            side.loading = False
        side.keep()
        side.ask("keep")
        mine = [test for test in told["tests"] if test["suite"] == "mine" and test["id"] not in self.tests]
        self.own = {test["id"]: test for test in mine}
        plan = self.plan(None, told["stdout"])
        return {**plan, "tests": [*plan["tests"], *mine]}

    def run(self, key):
        if key in self.own:
            virtual_time.clock.reset()
            return {**_read_result(side.ask("own", key)), **self.own[key]}
        side.forget()
        side.ask("begin")
        result = super().run(key)
        return {**result, "stdout": side.plain_answer(str, "end")}


def _parameters(function):
    """[name, kind, whether it may be left out] of each: code under test may want to know how to call it."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [[one.name, int(one.kind), one.default is not one.empty] for one in found]


def _text(value, most):
    return value[:most] if type(value) is str else ""


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
            "type": " ".join(_text(told.get("type"), 80).split()),
            "message": _text(told.get("message"), MAX_MESSAGE),
            "file": file if file in harness.CANDIDATE_FILES else "solution.py",
            "line": at if type(at) is int and 0 < at < 1_000_000 else 1,
        }
    return {
        "tests": [{key: _text(test.get(key), 200) for key in keys} for test in tests[:200]],
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
    T.random = lambda: side.plain_answer(float, "random")
    T.tasks = lambda: len(asyncio.all_tasks()) - 1 + side.plain_answer(int, "tasks")


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
