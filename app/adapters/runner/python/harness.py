"""Loads a candidate's files and runs tests on them.

The same file runs in the browser's worker, in the server's locked-down child and under native CPython >= 3.11, so the
three agree. Whoever drives it asks `engine()` for four functions and calls `prepare` once, `load` once, and then `run` for
every test of the plan: Python never gets a way to report a result by itself, and a driver that loses the process knows
which test it was running.

    prepare(job)    compiles the suites, before a line of the candidate's code has run; the job is not kept
    load()          -> {"tests": [{"id", "suite", "name", "title"}], "load_error": null | {...}, "stdout": str}
    run(id, twist)  -> {"id", "suite", "name", "title", "status", "message", "trace", "stdout", "ms", "marks",
                        "asks"}
    intact()        -> bool                                                     nothing tests are judged with was changed

`begin(job)`, `run_test(id)` and `intact()` are the same for a driver that needs no secrets, such as a browser.

Jobs and results are JSON text. A job is {"files": {"solution.py": str, ...}, "suites": [{"name", "file", "source"}],
"script": bool}. A suite with "only", a list of beginnings of names, brings those tests alone. With `script` solution.py runs as a program and there are no suites. A suite is a Python file whose
`test_*` functions (plain or async) are tests; their first docstring line is the title a candidate reads. Time is
virtual: sleeping and waiting cost nothing and are exact.

What decides is out of the reach of the code under test: the functions that judge live in a namespace of their own with
builtins of their own, know each other through closures alone, and are a constant of the tests' code instead of a name in
it. What is left to reach them are frames and code objects, which `guard` (guard.py) denies and tells of on the server. With `twist`
every check of the test fails; a test that passes nevertheless was not decided here.
"""
import ast
import asyncio
import builtins
import functools
import io
import json
import linecache
import random
import sys
import time
import traceback
import types
from decimal import Decimal

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


def _sleep(seconds):
    clock.sleep(seconds)


def _enter_virtual_time():
    """Time, sleep and event loops become virtual. Returns what turns them back."""
    names = ("time", "monotonic", "perf_counter", "sleep", "time_ns", "monotonic_ns", "perf_counter_ns")
    saved = {name: getattr(time, name) for name in names}
    time.time = lambda: EPOCH + clock.now
    time.monotonic = time.perf_counter = lambda: clock.now
    time.time_ns = lambda: int((EPOCH + clock.now) * 1e9)
    time.monotonic_ns = time.perf_counter_ns = lambda: int(clock.now * 1e9)
    time.sleep = _sleep
    events = asyncio.events
    loops = events.new_event_loop, asyncio.new_event_loop
    events.new_event_loop = asyncio.new_event_loop = VirtualLoop
    # In a browser a loop is always running already, and asyncio.run is patched to need it.
    running = events._get_running_loop()
    events._set_running_loop(None)
    run = asyncio.run
    asyncio.run = lambda main, *, debug=None, loop_factory=None: _run_virtual(main)

    def leave():
        for name, value in saved.items():
            setattr(time, name, value)
        events.new_event_loop, asyncio.new_event_loop = loops
        asyncio.run = run
        events._set_running_loop(running)

    return leave


def _show(value, depth=4):
    """A value for a message: short whatever it is, even when its own repr raises. Plain values are shown without a
    function that the code under test could have put in place to watch."""
    kind = type(value)
    if kind is str:
        return repr(value) if len(value) <= 200 else repr(value[:97])[:-1] + "..." + repr(value[-98:])[1:]
    if kind in (list, tuple, set, frozenset, dict):
        if depth == 0:
            return "..."
        pairs = list(dict.items(value)) if kind is dict else [(item, None) for item in kind.__iter__(value)]
        items = [_show(key, depth - 1) + (f": {_show(item, depth - 1)}" if kind is dict else "") for key, item in pairs[:12]]
        inside = ", ".join([*items, *(["..."] if len(pairs) > 12 else [])])
        if kind is tuple:
            return f"({inside},)" if len(pairs) == 1 else f"({inside})"
        if kind is frozenset or not pairs and kind is set:
            return f"{kind.__name__}({'{' + inside + '}' if pairs else ''})"
        return f"[{inside}]" if kind is list else "{" + inside + "}"
    try:
        text = str.__getitem__(repr(value), slice(None))
    except Exception as error:
        return f"<{kind.__name__} whose repr raised {type(error).__name__}>"
    return text if len(text) <= 200 else f"{text[:97]}...{text[-98:]}"


def _say(error):
    try:
        text = str(error)
    except BaseException as other:
        text = f"<message raised {type(other).__name__}>"
    # A str of the candidate's own kind would come with slices and encodings of its own.
    return str.encode(str.__getitem__(text, slice(0, MAX_MESSAGE)), "utf-8", "replace").decode("utf-8")


def _mro_has(kind, base):
    """issubclass that no class can answer for itself."""
    return base in type.__dict__["__mro__"].__get__(kind)


_PLAIN = (str, bytes, bytearray)
_NUMBERS = (bool, int, float, complex, Decimal)


def _number(value):
    """A number as Python's own kind, whatever it was derived from; None for anything else."""
    kind = type(value)
    if kind in _NUMBERS:
        return value
    for base in (int, float):
        if _mro_has(kind, base):
            return base.__add__(value, base(0))
    return None


def _key(value):
    """A member of a set or a key as Python's own kind, so that its hash and its equality are Python's own."""
    kind = type(value)
    number = _number(value)
    if number is not None:
        return number
    if kind is tuple or kind is frozenset:
        return kind(_key(item) for item in kind.__iter__(value))
    if _mro_has(kind, str):
        return str.__getitem__(value, slice(None))
    return value


def _same(got, want, note):
    """Equality decided by what was expected: a class of the candidate's cannot claim it for a plain value it is not."""
    kind, mine = type(want), type(got)
    if want is None:
        return got is None
    if kind in _NUMBERS:
        number = _number(got)
        return number is not None and bool(number == want)
    if kind in _PLAIN:
        return _mro_has(mine, kind) and kind.__eq__(got, want) is True
    if kind is list or kind is tuple:
        if not _mro_has(mine, kind) or kind.__len__(got) != len(want):
            return False
        return all(_same(one, other, note) for one, other in zip(kind.__iter__(got), want))
    if kind is set or kind is frozenset:
        base = set if _mro_has(mine, set) else frozenset
        return _mro_has(mine, base) and {_key(item) for item in base.__iter__(got)} == want
    if kind is dict:
        if not _mro_has(mine, dict) or dict.__len__(got) != len(want):
            return False
        have = {_key(key): value for key, value in dict.items(got)}
        return all(key in have and _same(have[key], value, note) for key, value in want.items())
    if _lies(got, want):
        note("equals-anything")
        return False
    return bool(got == want)


def _lies(got, want=None):
    """True for an object that is equal to things it cannot be equal to."""
    kind = type(got)
    if kind.__module__ == "builtins" and kind.__flags__ & 256:
        return False
    try:
        if bool(got == object()):
            return True
        bare = object.__new__(kind)
        return type(want) is kind and bool(getattr(got, "__dict__", None)) and bool(got == bare)
    except BaseException:
        return False


def _make_checks(note):
    """What tests check with: unlike a bare `assert`, these say what was expected and what came. Returns `T`, and a
    function that sets whether all checks fail from now on and says how many there were since the last time."""
    made, twisted = 0, False

    def check(passed, message):
        nonlocal made
        made += 1
        if twisted or not passed:
            raise AssertionError(message())

    def eq(got, want, what="value"):
        same = False
        if _lies(got, want):
            note("equals-anything")
        else:
            same = _same(got, want, note)
        check(same, lambda: f"{what}: expected {_show(want)}, got {_show(got)}")

    def close(got, want, tol=1e-9, what="value"):
        number = _number(got)
        near = number is not None and bool(abs(number - want) <= tol)
        check(near, lambda: f"{what}: expected about {want}, got {_show(got)}")

    def ok(condition, message):
        if type(condition) is not bool and _lies(condition):
            note("equals-anything")
            condition = False
        check(bool(condition), lambda: message)

    waiting = {}

    def expect(kind, what=""):
        """`with T.raises(ValueError) as caught:`; the exception is `caught.error` afterwards. A suite of ours has it as a
        try statement (`_spell_out`): a class that waits for exceptions could be found among all classes and changed."""
        caught = types.SimpleNamespace(error=None)
        waiting[id(caught)] = (caught, kind, f"{what}: expected {kind.__name__}" if what else f"expected {kind.__name__}")
        return caught

    def missed(caught):
        _, _, wanted = waiting.pop(id(caught))
        check(False, lambda: f"{wanted}, nothing was raised")

    def came(caught, error):
        _, kind, wanted = waiting.pop(id(caught))
        if _mro_has(type(error), kind):
            caught.error = error
            return check(True, lambda: wanted)
        if not _mro_has(type(error), Exception):
            raise error
        try:
            check(False, lambda: f"{wanted}, got {type(error).__name__}: {_say(error)[:200]}")
        except AssertionError as failure:
            raise failure from error

    def honest(value):
        if _lies(value):
            note("equals-anything")
            raise AssertionError(f"an object that is equal to anything: {kind_name(value)}")
        return value

    def kind_name(value):
        return type.__dict__["__name__"].__get__(type(value))

    def run(coroutine):
        return asyncio.run(coroutine)

    def turn(twist):
        nonlocal made, twisted
        before, made, twisted = made, 0, twist
        return before

    return types.SimpleNamespace(eq=eq, close=close, ok=ok, expect=expect, missed=missed, came=came, honest=honest, run=run, clock=clock), turn


_CHECKS = "\0checks\0"


def _compile_suite(source, file, checks):
    """A suite in which the name T is a constant: nobody can give it another meaning."""
    tree = compile(source, file, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    _spell_out_all(tree)
    for node in list(ast.walk(tree)):
        if type(node) is ast.Compare:
            node.left, *node.comparators = [_honestly(operand) for operand in (node.left, *node.comparators)]
    for node in ast.walk(tree):
        if type(node) is ast.Name and node.id == "T" and type(node.ctx) is ast.Load:
            node.__class__ = ast.Constant
            node.value, node.kind = _CHECKS, None

    def bind(code):
        constants = tuple(
            bind(value) if type(value) is types.CodeType else checks if value == _CHECKS else value
            for value in code.co_consts
        )
        return code.replace(co_consts=constants)

    return bind(compile(tree, file, "exec", dont_inherit=True))


class _Raises:
    """The with statement of a candidate's own tests."""

    def __init__(self, checks, *args):
        self.checks, self.caught = checks, checks.expect(*args)

    def __enter__(self):
        return self.caught

    def __exit__(self, _type, error, _trace):
        if error is None:
            self.checks.missed(self.caught)
        else:
            self.checks.came(self.caught, error)
        return True


def _own_checks():
    """The same checks for a candidate's own tests, in a namespace that they may turn over as they like."""
    checks, _ = _apart()["_make_checks"](str)
    checks.raises = functools.partial(_Raises, checks)
    return checks


def _spell_out(node, number):
    """`with T.raises(...) as caught:` as a try statement; None for any other with."""
    call = node.items[0].context_expr
    raises = type(call) is ast.Call and type(call.func) is ast.Attribute and call.func.attr == "raises"
    if not (raises and type(call.func.value) is ast.Name and call.func.value.id == "T"):
        return None
    target = node.items[0].optional_vars
    name = target.id if type(target) is ast.Name else f"_caught_{number}"
    body = [ast.With(node.items[1:], node.body)] if node.items[1:] else node.body
    call.func.attr = "expect"
    spelt = ast.parse(
        f"try:\n    pass\nexcept BaseException as _error_{number}:\n    T.came({name}, _error_{number})\nelse:\n    T.missed({name})"
    ).body[0]
    for part in ast.walk(spelt):
        if hasattr(part, "lineno"):
            ast.copy_location(part, node)
    spelt.body = [ast.copy_location(part, node) if type(part) is ast.With and part not in node.body else part for part in body]
    first = ast.Assign([ast.Name(name, ast.Store())], call)
    return [ast.fix_missing_locations(ast.copy_location(first, node)), ast.fix_missing_locations(spelt)]


def _spell_out_all(tree):
    number = 0
    for node in list(ast.walk(tree)):
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if not isinstance(statements, list):
                continue
            spelt = []
            for statement in statements:
                number += 1
                spelt += (type(statement) is ast.With and _spell_out(statement, number)) or [statement]
            setattr(node, field, spelt)


def _honestly(operand):
    """An operand in a comparison of a test's own: what is equal to anything must not decide one."""
    if isinstance(operand, ast.Constant):
        return operand
    name = ast.copy_location(ast.Name("T", ast.Load()), operand)
    call = ast.Call(ast.copy_location(ast.Attribute(name, "honest", ast.Load()), operand), [operand], [])
    return ast.copy_location(call, operand)


def _frames(error):
    """(file, line, function) from the outside in. Written out: what the standard library offers can be replaced."""
    frames, step = [], error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        frames.append((code.co_filename, step.tb_lineno or 0, code.co_name))
        step = step.tb_next
    return frames


def _line(lines, file, number):
    found = lines.get(file, ())
    return found[number - 1].strip() if 0 < number <= len(found) else ""


def _trace(error, lines):
    """Frames of the candidate's own files only; the source of tests is never shown."""
    seen, frames = error, []
    while seen is not None and not frames:
        frames = [frame for frame in _frames(seen) if frame[0] in CANDIDATE_FILES]
        seen = seen.__cause__
    if len(frames) > MAX_FRAMES:
        frames = frames[:3] + frames[-(MAX_FRAMES - 3):]
    return [
        {"file": file, "line": number, "fn": name[:80], "text": _line(lines, file, number)[:200]}
        for file, number, name in frames
    ]


def _describe_assert(error, lines):
    """A bare `assert` in a candidate's own test says at least what was asserted."""
    own = [_line(lines, file, number) for file, number, _ in _frames(error) if file == "my_tests.py"]
    return f"not true: {own[-1]}"[:MAX_MESSAGE] if own and own[-1] else "assertion failed"


_quote = json.encoder.encode_basestring_ascii


def _json(value):
    """Plain values as JSON: the json module's own functions can be replaced by the code under test."""
    kind = type(value)
    if value is None or kind is bool:
        return "null" if value is None else "true" if value else "false"
    if kind is int or kind is float:
        return repr(value)
    if kind is list:
        return "[" + ",".join([_json(item) for item in value]) + "]"
    if kind is dict:
        return "{" + ",".join([f"{_quote(key)}:{_json(item)}" for key, item in value.items()]) + "}"
    return _quote(str.__getitem__(value, slice(None)))


def _register(file, source):
    lines = source.splitlines(True)
    linecache.cache[file] = (len(source), None, lines, file)


def _load_error(error, file, lines):
    trace = _trace(error, lines)
    syntax = isinstance(error, SyntaxError) and type(error.filename) is str and error.filename in CANDIDATE_FILES
    at = error.lineno if syntax else trace[-1]["line"] if trace else None
    return {
        "type": str.__getitem__(type(error).__name__, slice(0, 80)),
        "message": _say(error.msg if isinstance(error, SyntaxError) and error.msg else error),
        "file": (error.filename if syntax else trace[-1]["file"] if trace else file),
        "line": at if type(at) is int and 0 < at < 1_000_000 else 1,
    }


def _no_input(prompt=""):
    raise EOFError("there is nobody to ask here: input() does not work")


def _callables(names):
    """What can be called in a namespace, and what classes in it are made of, by identity."""
    for name, value in names.items():
        if type(value) is types.FunctionType:
            yield value
        elif isinstance(value, type) and value.__module__ == names.get("__name__"):
            yield value
            yield from (member for member in type.__dict__["__dict__"].__get__(value).values() if callable(member))


def _reaches_checks(function, names, checks):
    """Whether a test can come to a check: in its own code or in that of functions of its file that it names."""
    waiting, seen = [function.__code__], set()
    while waiting:
        code = waiting.pop()
        if id(code) in seen:
            continue
        seen.add(id(code))
        if any(value is checks for value in code.co_consts):
            return True
        waiting += [value for value in code.co_consts if type(value) is types.CodeType]
        called = [names.get(name) for name in code.co_names]
        waiting += [value.__code__ for value in called if type(value) is types.FunctionType and value.__globals__ is names]
    return False


def _engine():
    tests, suites, lines, marks, judged = {}, [], {}, [], []
    private = dict(builtins.__dict__)
    state = types.SimpleNamespace(names={}, script=False)

    def note(mark):
        if mark not in marks:
            marks.append(mark)

    checks, turn = _make_checks(note)

    def module(file, name, code, given):
        made = types.ModuleType(name)
        # Without builtins of its own a module is given those of whoever runs it, which are the harness's.
        made.__dict__.update({"__file__": file, "__builtins__": builtins, **given})
        sys.modules[name] = made
        exec(code, made.__dict__)
        return made

    def prepare(text):
        job = json.loads(text)
        state.script = bool(job.get("script"))
        state.own = _own_checks()
        sys.setrecursionlimit(RECURSION)
        builtins.input = _no_input
        random.seed(1234)
        clock.reset()
        for file, source in job["files"].items():
            if file in CANDIDATE_FILES:
                lines[file] = source.splitlines()
                state.names[file] = source
                _register(file, source)
            else:
                code = compile(source, file, "exec", dont_inherit=True)
                judged.append(module(file, file.removesuffix(".py"), code, {"__builtins__": private}).__dict__)
        for suite in job["suites"]:
            name, file, only = suite["name"], suite["file"], tuple(suite.get("only") or ("test",))
            if file in CANDIDATE_FILES:
                lines[file] = suite["source"].splitlines()
                _register(file, suite["source"])
                suites.append((name, file, only, suite["source"], None))
                continue
            try:
                suites.append((name, file, only, None, _compile_suite(suite["source"], file, checks)))
            except BaseException as error:
                suites.append((name, file, only, None, error))

    def load():
        output = CappedOutput()
        saved, leave = (sys.stdout, sys.stderr), _enter_virtual_time()
        sys.stdout = sys.stderr = output
        file, failure = "solution.py", None
        try:
            code = compile(state.names[file], file, "exec", dont_inherit=True)
            solution = module(file, "__main__" if state.script else "solution", code, {})
            for suite in suites:
                load_suite(*suite, solution)
        except SystemExit as error:
            failure = None if state.script else _load_error(error, file, lines)
        except BaseException as error:
            failure = _load_error(error, file, lines)
        finally:
            leave()
            sys.stdout, sys.stderr = saved
        suites.clear()
        remember()
        planned = [{"id": key, "suite": test[0], "name": test[1], "title": test[2]} for key, test in tests.items()]
        return _json({"tests": planned, "load_error": failure, "stdout": output.value()})

    def load_suite(name, file, only, source, code, solution):
        """A suite that does not load is one test that says why; the other suites still run."""
        try:
            if source is not None:
                compiled = compile(source, file, "exec", dont_inherit=True)
                collect(name, module(file, "my_tests", compiled, {"T": state.own, "solution": solution}).__dict__, only, None)
                return
            if type(code) is not types.CodeType:
                raise code
            # Not a module that could be imported: what is asked here is nobody's to read.
            names = {"__name__": file.removesuffix(".py"), "__file__": file, "__builtins__": private, "solution": solution}
            exec(code, names)
            judged.append(names)
            collect(name, names, only, checks)
        except BaseException as error:
            failure = error

            def fail():
                raise failure

            tests[f"{name}/load"] = (name, "load", "the tests can be loaded", fail, False)

    def collect(suite, names, only, used):
        for name, value in list(names.items()):
            own = type(value) is types.FunctionType and value.__globals__ is names
            if not (own and type(name) is str and name.startswith("test") and name.startswith(only) and len(name) <= 200):
                continue
            title = (_text(value.__doc__).strip().splitlines() or [name.removeprefix("test_").replace("_", " ")])[0]
            asks = used is not None and _reaches_checks(value, names, used)
            tests[f"{suite}/{name}"] = (suite, name, title.strip()[:200], value, asks)

    def remember():
        state.print = [(names, tuple(map(id, _callables(names)))) for names in judged]
        state.builtins = tuple((name, id(value)) for name, value in private.items())
        # Their identities mean something only while they live.
        state.kept = [value for names in judged for value in _callables(names)]

    def intact():
        if tuple((name, id(value)) for name, value in private.items()) != state.builtins:
            return False
        return all(tuple(map(id, _callables(names))) == then for names, then in state.print)

    def run(key, twist=False):
        suite, name, title, function, asks = tests[key]
        status, message, trace = "error", "it did not come to an end", []
        clock.reset()
        random.seed(1234)
        marks.clear()
        turn(bool(twist))
        output = CappedOutput()
        saved, leave = (sys.stdout, sys.stderr), _enter_virtual_time()
        sys.stdout = sys.stderr = output
        started = _real_perf()
        try:
            awaited = function()
            if type(awaited) is types.CoroutineType:
                asyncio.run(awaited)
            status, message = "pass", ""
        except AssertionError as error:
            status, message, trace = "fail", _say(error) or _describe_assert(error, lines), _trace(error, lines)
        except BaseException as error:
            trace = _trace(error, lines)
            message = f"{_text(type(error).__name__)}: {_say(error)}"[:MAX_MESSAGE]
        finally:
            ms = round((_real_perf() - started) * 1000, 2)
            leave()
            sys.stdout, sys.stderr = saved
        if turn(False) == 0 and asks and status == "pass":
            note("nothing-checked")
        if not intact():
            note("changed")
        return _json({
            "id": key, "suite": suite, "name": name, "title": title, "status": status, "message": message, "trace": trace,
            "stdout": output.value(), "ms": ms, "marks": list(marks), "asks": asks,
        })

    return prepare, load, run, intact, (private, _ours)


def _text(value):
    return str.__getitem__(value, slice(None)) if isinstance(value, str) else ""


# What the code under test gets hold of, as `time.sleep` and the like, must not lead to what judges it.
_IN_REACH = ("_sleep", "_enter_virtual_time", "_run_virtual", "_no_input")


def _apart():
    """This file's functions again, in a namespace and with builtins that the code under test has no name for."""
    own = {**globals(), "__builtins__": dict(builtins.__dict__)}
    own["_ours"] = own["__builtins__"]
    for name, value in globals().items():
        if type(value) is types.FunctionType and name not in _IN_REACH:
            again = types.FunctionType(value.__code__, own, name, value.__defaults__, value.__closure__)
            again.__kwdefaults__ = value.__kwdefaults__
            own[name] = again
    return own


def engine():
    """(prepare, load, run, intact, ours): for a driver that keeps them to itself; `ours` is for the guard."""
    return _apart()["_engine"]()


def begin(text):
    global run_test, intact
    prepare, load, run_test, intact, _ = engine()
    prepare(text)
    return load()


def run_test(key):
    raise RuntimeError("nothing has begun")


def intact():
    return False


def main():
    """Native CPython: one job on standard input, all results on standard output."""
    job = sys.stdin.read()
    begun = json.loads(begin(job))
    tests = [] if begun["load_error"] else [json.loads(run_test(test["id"])) for test in begun["tests"]]
    sys.stdout.write(json.dumps({**begun, "tests": tests, "intact": intact()}))


if __name__ == "__main__" and sys.platform != "emscripten":
    main()
