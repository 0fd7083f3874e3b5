"""The tests' side of the talk: what a test asks of the code, what stands for its answers, and what the code may ask back."""
import asyncio
import inspect
import json
import math
import time
import types

import harness
import virtual_time
from remote import Remote, RemoteClass, RemoteError, RemoteIterator
from values import Malformed, Unsendable
from wire import Lost, Side

MOST_HANDED_OUT = 200_000
# What would steer a loop or a task of the test's.
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
        self.write_back(answer.get("w", []), [*enumerate(args), *kwargs.items()])
        return self.ended(answer, False)

    def write_back(self, changes, handed_over):
        """Lists, dictionaries and sets that the code has changed are changed here, too."""
        mine = {place: value for place, value in handed_over if type(value) in (list, dict, set)}
        for change in changes if type(changes) is list else []:
            place, value = change if type(change) is list and len(change) == 2 else (None, None)
            changed = self.unpack(value)
            if type(place) not in (int, str) or place not in mine or type(changed) is not type(mine[place]):
                raise Malformed("a change of something that was not handed over")
            mine[place].clear()
            mine[place].extend(changed) if type(changed) is list else mine[place].update(changed)

    def settle(self, message):
        """What would steer a test is an error like any other when it comes out of the code."""
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
            file, line, function = frame if type(frame) is list and len(frame) == 3 else (None, None, None)
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
        # While a loop of the test's runs, it alone knows when nobody has anything to do.
        if asyncio.events._get_running_loop() is not None:
            raise Malformed("time passes for all, not for one")
        before = virtual_time.clock.now
        virtual_time.clock.advance(seconds)
        # A loop of the code's own has waited, or so it says: that is a wait like any other.
        virtual_time.clock.sleeps.append(virtual_time.clock.now - before)

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

    def stand_in_class(self, number, name, bases):
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


def _parameters(function):
    """[name, kind, whether it may be left out] of each: code under test may want to know how to call it."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [[one.name, int(one.kind), one.default is not one.empty] for one in found]
