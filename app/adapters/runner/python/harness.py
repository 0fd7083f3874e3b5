"""Loads a candidate's files and runs tests on them.

The same file runs in the browser's worker, in the server's locked-down child and under native CPython >= 3.11, so the
three agree. Whoever drives it calls `begin` once and then `run_test` for every test of the plan: Python never gets a
way to report a result by itself, and a driver that loses the process knows which test it was running.

    begin(job)      -> {"tests": [{"id", "suite", "name", "title"}], "load_error": null | {...}, "stdout": str}
    run_test(id)    -> {"id", "suite", "name", "title", "status", "message", "trace", "stdout", "ms"}
    intact()        -> bool                                                     nothing tests are judged with was changed

Jobs and results are JSON text. A job is {"files": {"solution.py": str, ...}, "suites": [{"name", "file", "source"}],
"script": bool}. A suite with "only", a list of beginnings of names, brings those tests alone. With `script` solution.py runs as a program and there are no suites. A suite is a Python file whose
`test_*` functions (plain or async) are tests; their first docstring line is the title a candidate reads. Time is
virtual: sleeping and waiting cost nothing and are exact.
"""
import asyncio
import builtins
import contextlib
import inspect
import io
import json
import linecache
import numbers
import random
import reprlib
import sys
import time
import traceback
import types

MAX_STDOUT = 8_000
MAX_PRINTED = 1_000_000
MAX_MESSAGE = 1_200
MAX_FRAMES = 7
RECURSION = 1_000
# A small base keeps the steps of a float far below a microsecond; with Unix time, short sleeps would vanish.
START = 1_000.0
EPOCH = 1_700_000_000.0
MAX_SPINS = 50_000
CANDIDATE_FILES = ("solution.py", "my_tests.py")

_real_perf = time.perf_counter


class OutputLimit(BaseException):
    """Not an Exception: a candidate's `except Exception` must not swallow it."""


class Deadlock(RuntimeError):
    pass


class CheckFailed(AssertionError):
    pass


class CappedOutput(io.TextIOBase):
    def __init__(self):
        self.parts, self.count = [], 0

    def writable(self):
        return True

    def write(self, text):
        text = str(text)
        room = MAX_STDOUT - self.count
        if room > 0:
            self.parts.append(text[:room])
        self.count += len(text)
        if self.count > MAX_PRINTED:
            raise OutputLimit(f"printed more than {MAX_PRINTED:,} characters")
        return len(text)

    def value(self):
        rest = self.count - MAX_STDOUT
        return "".join(self.parts) + (f"\n... [{rest:,} more characters]" if rest > 0 else "")


class Clock:
    """The one virtual clock. `sleeps` are all `time.sleep` calls of a test; `blocked` are seconds slept that way inside a
    running event loop, where it would have stopped everybody else."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.now, self.spins, self.sleeps, self.blocked = START, 0, [], 0.0

    @property
    def elapsed(self):
        return self.now - START

    def sleep(self, seconds):
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.now += seconds
        self.sleeps.append(seconds)
        if asyncio.events._get_running_loop() is not None:
            self.blocked += seconds


clock = Clock()


class _Selector:
    def select(self, timeout):
        if timeout is None:
            raise Deadlock("all coroutines are waiting for something that never happens")
        if timeout > 0:
            clock.now += max(timeout, 1e-6)
            clock.spins = 0
        else:
            clock.spins += 1
            if clock.spins > MAX_SPINS:
                raise Deadlock("coroutines keep yielding and no time ever passes (busy loop)")
        return []

    def close(self):
        pass


class VirtualLoop(asyncio.BaseEventLoop):
    """An event loop without a world: when everybody waits, the clock jumps to the next timer."""

    def __init__(self):
        super().__init__()
        self._selector = _Selector()
        self._clock_resolution = 1e-5

    def time(self):
        return clock.now

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass

    def run_in_executor(self, executor, function, *args):
        # There are no threads in a browser: the work is done here and now.
        future = self.create_future()
        try:
            future.set_result(function(*args))
        except BaseException as error:
            future.set_exception(error)
        return future


def _run_virtual(main):
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


@contextlib.contextmanager
def virtual_time():
    names = ("time", "monotonic", "perf_counter", "sleep", "time_ns", "monotonic_ns", "perf_counter_ns")
    saved = {name: getattr(time, name) for name in names}
    time.time = lambda: EPOCH + clock.now
    time.monotonic = time.perf_counter = lambda: clock.now
    time.time_ns = lambda: int((EPOCH + clock.now) * 1e9)
    time.monotonic_ns = time.perf_counter_ns = lambda: int(clock.now * 1e9)
    time.sleep = clock.sleep
    events = asyncio.events
    loops = events.new_event_loop, asyncio.new_event_loop
    events.new_event_loop = asyncio.new_event_loop = VirtualLoop
    # In a browser a loop is always running already, and asyncio.run is patched to need it.
    running = events._get_running_loop()
    events._set_running_loop(None)
    run = asyncio.run
    asyncio.run = lambda main, *, debug=None, loop_factory=None: _run_virtual(main)
    try:
        yield
    finally:
        for name, value in saved.items():
            setattr(time, name, value)
        events.new_event_loop, asyncio.new_event_loop = loops
        asyncio.run = run
        events._set_running_loop(running)


class _Repr(reprlib.Repr):
    def __init__(self):
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother, self.maxlong = 5, 200, 200, 60
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = self.maxdeque = 12


_repr = _Repr()


def show(value):
    """A value for a message: short whatever it is, even when its own repr raises."""
    try:
        return _repr.repr(value)[:400]
    except Exception as error:
        return f"<{type(value).__name__} whose repr raised {type(error).__name__}>"


def _say(error):
    try:
        text = str(error)
    except BaseException as other:
        text = f"<message raised {type(other).__name__}>"
    return text[:MAX_MESSAGE].encode("utf-8", "replace").decode("utf-8")


_PLAIN = (bool, int, float, str, bytes, type(None))


def _equal(got, want):
    """Equality that a class of the candidate's cannot claim for a plain value it is not."""
    if type(want) in _PLAIN and not isinstance(got, (type(want), numbers.Number)):
        return False
    return bool(got == want)


class T:
    """What tests check with: unlike a bare `assert`, these say what was expected and what came."""

    clock = clock

    @staticmethod
    def eq(got, want, what="value"):
        if not _equal(got, want):
            raise CheckFailed(f"{what}: expected {show(want)}, got {show(got)}")

    @staticmethod
    def close(got, want, tol=1e-9, what="value"):
        if not abs(got - want) <= tol:
            raise CheckFailed(f"{what}: expected about {want}, got {show(got)}")

    @staticmethod
    def ok(condition, message):
        if not condition:
            raise CheckFailed(message)

    @staticmethod
    @contextlib.contextmanager
    def raises(kind, what=""):
        """`with T.raises(ValueError) as caught:`; the exception is `caught.error` afterwards."""
        caught = types.SimpleNamespace(error=None)
        wanted = f"{what}: expected {kind.__name__}" if what else f"expected {kind.__name__}"
        try:
            yield caught
        except kind as error:
            caught.error = error
            return
        except Exception as error:
            raise CheckFailed(f"{wanted}, got {type(error).__name__}: {_say(error)[:200]}") from error
        raise CheckFailed(f"{wanted}, nothing was raised")

    @staticmethod
    def run(coroutine):
        return asyncio.run(coroutine)


def _trace(error):
    """Frames of the candidate's own files only; the source of tests is never shown."""
    seen = error
    frames = []
    while seen is not None and not frames:
        found = traceback.extract_tb(seen.__traceback__)
        frames = [frame for frame in found if frame.filename in CANDIDATE_FILES]
        seen = seen.__cause__
    if len(frames) > MAX_FRAMES:
        frames = frames[:3] + frames[-(MAX_FRAMES - 3):]
    return [
        {"file": frame.filename, "line": frame.lineno or 0, "fn": frame.name[:80], "text": (frame.line or "").strip()[:200]}
        for frame in frames
    ]


def _register(file, source):
    lines = source.splitlines(True)
    linecache.cache[file] = (len(source), None, lines, file)


def _load(file, source, name, given=None):
    module = types.ModuleType(name)
    module.__file__ = file
    module.__dict__.update(given or {})
    sys.modules[name] = module
    exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)
    return module


def _load_error(error, file):
    trace = _trace(error)
    syntax = isinstance(error, SyntaxError) and error.filename in CANDIDATE_FILES
    return {
        "type": type(error).__name__,
        "message": _say(error.msg if isinstance(error, SyntaxError) and error.msg else error),
        "file": (error.filename if syntax else trace[-1]["file"] if trace else file),
        "line": (error.lineno if syntax else trace[-1]["line"] if trace else None) or 1,
    }


class _Plan:
    tests = {}
    support = ()
    print = ()


def _fingerprint():
    """Identities of everything tests are judged with: the harness's functions and those of its support files."""
    marks = []
    for module in [sys.modules[__name__], *(sys.modules[name] for name in _Plan.support)]:
        for name, value in sorted(module.__dict__.items(), key=lambda item: item[0]):
            if inspect.isfunction(value):
                marks.append((name, id(value), id(value.__code__), id(value.__defaults__)))
            elif inspect.isclass(value) and value.__module__ == module.__name__:
                marks.append((name, id(value), tuple(_members(value))))
    return tuple(marks)


def _members(kind):
    for name, member in sorted(kind.__dict__.items()):
        if callable(member) or isinstance(member, (staticmethod, property)):
            yield name, id(member)


def intact():
    """False when something changed what tests are judged with since before the candidate's code was loaded."""
    return bool(_Plan.print) and _fingerprint() == _Plan.print


@contextlib.contextmanager
def _captured():
    output = CappedOutput()
    saved = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = output
    try:
        yield output
    finally:
        sys.stdout, sys.stderr = saved


def _no_input(prompt=""):
    raise EOFError("there is nobody to ask here: input() does not work")


def _prepare(job):
    sys.setrecursionlimit(RECURSION)
    builtins.input = _no_input
    random.seed(1234)
    clock.reset()
    for file, source in job["files"].items():
        if file in CANDIDATE_FILES:
            _register(file, source)
        else:
            _load(file, source, file.removesuffix(".py"))
    _Plan.support = tuple(file.removesuffix(".py") for file in job["files"] if file not in CANDIDATE_FILES)
    _Plan.print = _fingerprint()


def begin(text):
    job = json.loads(text)
    _Plan.tests = {}
    answer = {"tests": [], "load_error": None, "stdout": ""}
    with _captured() as output:
        file = "solution.py"
        try:
            with virtual_time():
                _prepare(job)
                solution = _load(file, job["files"][file], "__main__" if job.get("script") else "solution")
                for suite in job["suites"]:
                    _load_suite(suite, solution)
        except SystemExit as error:
            if not job.get("script"):
                answer["load_error"] = _load_error(error, file)
        except BaseException as error:
            answer["load_error"] = _load_error(error, file)
    answer["stdout"] = output.value()
    answer["tests"] = [
        {"id": key, "suite": suite, "name": name, "title": title} for key, (suite, name, title, _) in _Plan.tests.items()
    ]
    return json.dumps(answer)


def _load_suite(suite, solution):
    """A suite that does not load is one test that says why; the other suites still run."""
    file, name = suite["file"], suite["name"]
    if file in CANDIDATE_FILES:
        _register(file, suite["source"])
    try:
        module = _load(file, suite["source"], file.removesuffix(".py"), {"T": T, "solution": solution})
        _collect(name, module, tuple(suite.get("only") or ("test",)))
    except BaseException as error:
        failure = error

        def load():
            raise failure

        _Plan.tests[f"{name}/load"] = (name, "load", "the tests can be loaded", load)


def _collect(suite, module, only):
    for name, value in list(module.__dict__.items()):
        own = inspect.isfunction(value) and value.__module__ == module.__name__
        if not (name.startswith("test") and name.startswith(only) and own):
            continue
        title = ((value.__doc__ or "").strip().splitlines() or [name.removeprefix("test_").replace("_", " ")])[0]
        _Plan.tests[f"{suite}/{name}"] = (suite, name, title.strip()[:200], value)


def run_test(key):
    suite, name, title, function = _Plan.tests[key]
    result = {"id": key, "suite": suite, "name": name, "title": title, "status": "pass", "message": "", "trace": []}
    clock.reset()
    random.seed(1234)
    started = _real_perf()
    with _captured() as output:
        try:
            with virtual_time():
                awaited = function()
                if inspect.isawaitable(awaited):
                    asyncio.run(awaited)
        except AssertionError as error:
            message = _say(error) or _describe_assert(error)
            result.update(status="fail", message=message, trace=_trace(error))
        except BaseException as error:
            result.update(status="error", message=f"{type(error).__name__}: {_say(error)}"[:MAX_MESSAGE], trace=_trace(error))
    result["stdout"] = output.value()
    result["ms"] = round((_real_perf() - started) * 1000, 2)
    return json.dumps(result)


def _describe_assert(error):
    """A bare `assert` in a candidate's own test says at least what was asserted."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "my_tests.py"]
    return f"not true: {frames[-1].line}"[:MAX_MESSAGE] if frames and frames[-1].line else "assertion failed"


def main():
    """Native CPython: one job on standard input, all results on standard output."""
    job = sys.stdin.read()
    begun = json.loads(begin(job))
    tests = [] if begun["load_error"] else [json.loads(run_test(test["id"])) for test in begun["tests"]]
    sys.stdout.write(json.dumps({**begun, "tests": tests, "intact": intact()}))


if __name__ == "__main__" and sys.platform != "emscripten":
    main()
