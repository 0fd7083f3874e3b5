"""The process of the code under test. It has that code, the support file and the candidate's own tests; of the tests that
judge it, it has no line, and it never says what they come to: it is asked for a function, called, and answers.

What it says can be anything: whoever asks (judge.py) believes none of it.
"""
import asyncio
import functools
import inspect
import random
import sys
import threading
import time

import harness
import virtual_time
from checks import SEED
from wire import LONGEST_MESSAGE, Channel, Side

_ASKED = {"str": str, "repr": repr, "len": len, "iter": iter}


class SharedClock(virtual_time.Clock):
    """The clock of the tests. What it says comes with every message; that time passes is asked for. What it counts is for
    the candidate's own tests."""

    def __init__(self, side):
        self.side, self.now = side, virtual_time.START
        self.reset()

    def reset(self):
        self.began, self.spins, self.sleeps, self.blocked = self.now, 0, [], 0.0

    @property
    def elapsed(self):
        return self.now - self.began

    def advance(self, seconds):
        self.spins = 0
        self.side.ask("advance", seconds)

    def sleep(self, seconds):
        in_loop = asyncio.events._get_running_loop() is not None
        self.side.ask("sleep", self.side.pack(seconds), in_loop)
        self.sleeps.append(seconds)
        self.blocked += seconds if in_loop else 0


class Beside:
    """What a loop waits for that runs in steps, beside the one of the tests: nothing, it is told when to go on."""

    def __init__(self, loop):
        pass

    def select(self, timeout):
        return []

    def close(self):
        pass


class SteppedLoop(virtual_time.VirtualLoop):
    waits = Beside

    def __init__(self):
        super().__init__()
        self._thread_id = threading.get_ident()

    def step(self):
        """Runs what is ready. Whether more is, and when the next timer is due."""
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        try:
            self._run_once()
        finally:
            sys.set_asyncgen_hooks(*hooks)
        return [len(self._ready) > 0, self.next_timer()]


def _signature(parameters):
    return _made_signature(tuple(map(tuple, parameters)))


@functools.lru_cache(maxsize=256)
def _made_signature(parameters):
    empty = inspect.Parameter.empty
    made = [inspect.Parameter(name, kind, default=None if optional else empty) for name, kind, optional in parameters]
    return inspect.Signature(made)


class Foreign:
    """An object of the tests': its public methods can be called, and nothing else of it is here."""

    def __init__(self, side, number, name):
        self.__dict__.update(_side=side, _number=number, _name=name)

    def __getattr__(self, name):
        found = self.__dict__[name] = self._side.ask_value("get", self._number, name)
        return found

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f"<{self._name}>"


class ForeignCallable(Foreign):
    def __init__(self, side, number, name, parameters):
        super().__init__(side, number, name)
        self.__dict__["__signature__"] = _signature(parameters)

    def __call__(self, *args, **kwargs):
        return self._side.call(self._number, args, kwargs)


class Candidate(Side):
    def __init__(self, channel):
        super().__init__(channel)
        self.harness, self.output, self.loop = harness.Harness(), harness.CappedOutput(), None
        virtual_time.use(SharedClock(self))

    def work(self):
        """Answers until the other side is gone."""
        self.channel.send({"r": "ready"})
        virtual_time.enter()
        while True:
            message = self.channel.receive()
            self.hear(message)
            self.answer(message)

    def hear(self, message):
        virtual_time.clock.now = message["n"]

    def serve(self, message):
        before = asyncio.events._get_running_loop()
        asyncio.events._set_running_loop(self.running_loop() if message.get("l") else None)
        try:
            if message["q"] == "call":
                return self.serve_with_changes(*message["a"])
            return super().serve(message)
        finally:
            asyncio.events._set_running_loop(before)

    def running_loop(self):
        if self.loop is None:
            self.loop = SteppedLoop()
        return self.loop

    def trace(self, error):
        frames = [frame for frame in harness._frames(error) if frame[0] in harness.CANDIDATE_FILES]
        return frames if len(frames) <= 20 else frames[:10] + frames[-10:]

    # What the tests ask for

    def serve_load(self, job):
        self.harness.prepare(job)
        self.print_to_new()
        plan = self.harness.load()
        support = [file.removesuffix(".py") for file in job["files"] if file not in harness.CANDIDATE_FILES]
        self.share({name: sys.modules[name] for name in support if name in sys.modules})
        return plan

    def serve_restart(self):
        self.restart()
        for name in ("solution", "fakes"):
            sys.modules.pop(name, None)
        self.harness, self.loop = harness.Harness(), None

    def make_ready(self):
        """For the next test, which knows nothing of the last one."""
        self.forget()
        self.loop = None
        random.seed(SEED)
        virtual_time.clock.reset()
        self.print_to_new()

    def print_to_new(self):
        self.output = harness.CappedOutput()
        sys.stdout = sys.stderr = self.output

    def serve_end(self):
        """What a test has printed. After it comes the next."""
        printed = self.output.value()
        self.make_ready()
        return printed

    def serve_keep(self):
        self.keep()
        self.make_ready()

    def serve_next(self, number):
        for item in self.own(number):
            return [self.pack(item)]
        return None

    def serve_own(self, key):
        return self.harness.run(key)

    def serve_module(self, name):
        return self.pack(getattr(sys.modules["solution"], name))

    def serve_get(self, number, name):
        return self.pack(getattr(self.own(number), name))

    def serve_do(self, number, what):
        return self.pack(_ASKED[what](self.own(number)))

    def serve_item(self, number, key):
        return self.pack(self.own(number)[self.unpack(key)])

    def serve_step(self):
        return self.running_loop().step()

    def serve_with_changes(self, number, args, kwargs):
        """Calls, and tells how lists, dictionaries and sets that were handed over have changed."""
        try:
            function = self.own(number)
            args = [self.unpack(argument) for argument in args]
            kwargs = {name: self.unpack(value) for name, value in kwargs.items()}
            held = [(place, value) for place, value in [*enumerate(args), *kwargs.items()] if type(value) in (list, dict, set)]
            before = [self.pack(value) for _, value in held]
        except BaseException as error:
            return self.fault(error)
        try:
            answer = {"r": self.pack(function(*args, **kwargs))}
        except BaseException as error:
            answer = self.fault(error)
        changed = [[place, self.pack(value)] for (place, value), was in zip(held, before) if self.pack(value) != was]
        return {**answer, "w": changed} if changed else answer

    # What it asks of them

    def ask_value(self, name, *arguments):
        return self.unpack(self.ask(name, *arguments))

    def call(self, number, args, kwargs):
        return self.ask_value("call", number, [self.pack(a) for a in args], {k: self.pack(v) for k, v in kwargs.items()})

    def stand_in(self, number, kind, *about):
        if kind == "x":
            return self.stand_in_error(*about)
        name = about[0]
        if kind == "n":
            # The clock is the same on both sides; whoever reads it need not ask.
            return lambda: getattr(time, name)()
        if kind == "c":
            return self.wait_for(number)
        if kind == "i":
            return self.items(number)
        if kind == "o":
            return Foreign(self, number, name) if about[1] is None else ForeignCallable(self, number, name, about[1])

        if kind == "a":
            async def function(*args, **kwargs):
                return await self.call(number, args, kwargs)
        else:
            def function(*args, **kwargs):
                return self.call(number, args, kwargs)

        function.__name__ = function.__qualname__ = name
        function.__signature__ = _signature(about[1])
        return function

    def items(self, number):
        while (item := self.ask("next", number)) is not None:
            yield self.unpack(item[0])

    def stand_in_error(self, kind, arguments, text, cause):
        error = self.unpack(kind)(*([text] if arguments is None else map(self.unpack, arguments)))
        error.__cause__ = self.unpack(cause)
        return error

    # What it tells of its own

    def pack_own_class(self, kind):
        return ["K", self.number(kind), kind.__name__, [self.pack_class(base) for base in kind.__bases__]]

    def describe(self, value):
        if inspect.isawaitable(value):
            return ["c", ""]
        if inspect.isroutine(value):
            return ["f", str(getattr(value, "__name__", "function"))]
        if hasattr(type(value), "__next__"):
            return ["i", ""]
        kind = type(value)
        if isinstance(value, tuple):
            return ["t", self.pack_class(kind), [self.pack(item) for item in tuple.__iter__(value)], list(kind._fields)]
        settled = getattr(kind, "__dataclass_params__", None)
        names = kind.__dataclass_fields__ if settled and settled.frozen else ()
        return ["o", self.pack_class(kind), {name: self.pack(getattr(value, name)) for name in names if hasattr(value, name)}]


def main(place):
    Candidate(Channel(place, 1 << 30, LONGEST_MESSAGE)).work()
