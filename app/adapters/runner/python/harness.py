"""Loads a candidate's files and runs tests on them.

The same file runs in the browser's worker, on the server and under native CPython >= 3.11, so the three agree. In a
browser and natively tests and code share one interpreter, as in any test runner. On the server, where results count, the
tests run in a process of their own (judge.py) and the code under test in another (candidate.py); both are made of this.

    begin(job)     -> {"tests": [{"id", "suite", "name", "title"}], "load_error": null | {...}, "stdout": str}
    run_test(id)   -> {"id", "suite", "name", "title", "status", "message", "trace", "stdout", "ms"}

Jobs and results are JSON text. A job is {"files": {"solution.py": str, ...}, "suites": [{"name", "file", "source"}],
"script": bool}. A suite with "only", a list of beginnings of names, brings those tests alone. With `script` solution.py
runs as a program and there are no suites. A suite is a Python file whose `test_*` functions (plain or async) are tests;
their first docstring line is the title a candidate reads. Suites check with `T` (checks.py). Time is virtual
(virtual_time.py).
"""
import asyncio
import builtins
import contextlib
import functools
import inspect
import io
import json
import linecache
import random
import sys
import time
import types

import virtual_time
from checks import MAX_MESSAGE, SEED, T, failures, say

MAX_STDOUT = 8_000
MAX_PRINTED = 1_000_000
MAX_FRAMES = 7
RECURSION = 1_000
CANDIDATE_FILES = ("solution.py", "my_tests.py")

_real_perf = time.perf_counter


class OutputLimit(BaseException):
    """Not an Exception: a candidate's `except Exception` must not swallow it."""


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


@contextlib.contextmanager
def captured():
    """Virtual time, and what is printed kept instead of written. Gives the output."""
    output = CappedOutput()
    saved, leave = (sys.stdout, sys.stderr), virtual_time.enter()
    sys.stdout = sys.stderr = output
    try:
        yield output
    finally:
        leave()
        sys.stdout, sys.stderr = saved


def _frames(error):
    """(file, line, function) from the outside in."""
    frames, step = [], error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        frames.append((code.co_filename, step.tb_lineno or 0, code.co_name))
        step = step.tb_next
    return frames


def trace_of(error, lines):
    """Frames of the candidate's own files only; the source of tests is never shown. `lines` are those files' lines."""
    seen, frames = error, []
    while seen is not None and not frames:
        # Of an exception from another process its own side has told where it was.
        elsewhere = getattr(seen, "told_trace", None) or []
        frames = [frame for frame in [*_frames(seen), *elsewhere] if frame[0] in CANDIDATE_FILES]
        seen = seen.__cause__
    if len(frames) > MAX_FRAMES:
        frames = frames[:3] + frames[-(MAX_FRAMES - 3):]
    return [
        {"file": file, "line": number, "fn": name[:80], "text": _line(lines, file, number)[:200]}
        for file, number, name in frames
    ]


def _line(lines, file, number):
    found = lines.get(file, ())
    return found[number - 1].strip() if 0 < number <= len(found) else ""


def _describe_assert(error, lines):
    """A bare `assert` in a candidate's own test says at least what was asserted."""
    own = [_line(lines, file, number) for file, number, _ in _frames(error) if file == "my_tests.py"]
    return f"not true: {own[-1]}"[:MAX_MESSAGE] if own and own[-1] else "assertion failed"


def _load_error(error, file, lines):
    trace = trace_of(error, lines)
    syntax = isinstance(error, SyntaxError) and error.filename in CANDIDATE_FILES
    at = error.lineno if syntax else trace[-1]["line"] if trace else None
    return {
        "type": type(error).__name__[:80],
        "message": say(error.msg if isinstance(error, SyntaxError) and error.msg else error),
        "file": error.filename if syntax else trace[-1]["file"] if trace else file,
        "line": at if type(at) is int and 0 < at < 1_000_000 else 1,
    }


def _no_input(prompt=""):
    raise EOFError("there is nobody to ask here: input() does not work")


@functools.lru_cache(maxsize=16)
def compiled(source, file):
    """A file of ours. The support file comes with every job and is the same in all; suites often are."""
    return compile(source, file, "exec", dont_inherit=True)


def title_of(name, function):
    lines = str(function.__doc__ or "").strip().splitlines() or [name.removeprefix("test_").replace("_", " ")]
    return lines[0].strip()[:200]


class Harness:
    """The files and suites of one job. `prepare`, then `load`, then `run` for each test."""

    def __init__(self):
        self.tests, self.suites, self.lines, self.files, self.script = {}, [], {}, {}, False

    def prepare(self, job):
        self.script, self.suites, self.files = bool(job.get("script")), job["suites"], job["files"]
        sys.setrecursionlimit(RECURSION)
        builtins.input = _no_input
        random.seed(SEED)
        virtual_time.clock.reset()
        sources = {**self.files, **{suite["file"]: suite["source"] for suite in self.suites}}
        for file in CANDIDATE_FILES:
            source = sources.get(file, "")
            self.lines[file] = source.splitlines()
            linecache.cache[file] = (len(source), None, source.splitlines(True), file)

    def load(self):
        """The plan: all tests by name and title, or why solution.py could not be loaded."""
        failure = None
        with captured() as output:
            try:
                self.load_support()
                solution = self.module("solution.py", "__main__" if self.script else "solution", self.files["solution.py"])
                self.load_suites(solution)
            except SystemExit as error:
                failure = None if self.script else _load_error(error, "solution.py", self.lines)
            except BaseException as error:
                failure = _load_error(error, "solution.py", self.lines)
        return self.plan(failure, output.value())

    def plan(self, failure, printed):
        planned = [{"id": key, "suite": test[0], "name": test[1], "title": test[2]} for key, test in self.tests.items()]
        return {"tests": [] if failure else planned, "load_error": failure, "stdout": printed}

    def load_support(self):
        for file, source in self.files.items():
            if file not in CANDIDATE_FILES:
                self.module(file, file.removesuffix(".py"), source)

    def module(self, file, name, source, **given):
        made = types.ModuleType(name)
        made.__dict__.update({"__file__": file, **given})
        sys.modules[name] = made
        # What the compiler warns of in a candidate's file it must warn of every time.
        build = compiled.__wrapped__ if file in CANDIDATE_FILES else compiled
        exec(build(source, file), made.__dict__)
        return made

    def load_suites(self, solution):
        for suite in self.suites:
            self.load_suite(suite, solution)

    def load_suite(self, suite, solution):
        """A suite that does not load is one test that says why; the other suites still run."""
        name, file = suite["name"], suite["file"]
        only = tuple(suite.get("only") or ("test",))
        try:
            module = self.module(file, file.removesuffix(".py"), suite["source"], T=T, solution=solution)
            self.collect(name, module.__dict__, only)
        except BaseException as error:
            failure = error

            def fail():
                raise failure

            self.tests[f"{name}/load"] = (name, "load", "the tests can be loaded", fail)

    def collect(self, suite, names, only):
        for name, value in list(names.items()):
            own = inspect.isfunction(value) and value.__globals__ is names
            if own and name.startswith("test") and name.startswith(only) and len(name) <= 200:
                self.tests[f"{suite}/{name}"] = (suite, name, title_of(name, value), value)

    def run(self, key):
        suite, name, title, function = self.tests[key]
        status, message, trace = "error", "it did not come to an end", []
        virtual_time.clock.reset()
        random.seed(SEED)
        failures.clear()
        started = _real_perf()
        with captured() as output:
            try:
                awaited = function()
                if inspect.iscoroutine(awaited):
                    asyncio.run(awaited)
                if failures:
                    raise failures[0]
                status, message = "pass", ""
            except AssertionError as error:
                status, message, trace = "fail", say(error) or _describe_assert(error, self.lines), trace_of(error, self.lines)
            except BaseException as error:
                trace = trace_of(error, self.lines)
                message = f"{type(error).__name__}: {say(error)}"[:MAX_MESSAGE]
        ms = round((_real_perf() - started) * 1000, 2)
        return {
            "id": key, "suite": suite, "name": name, "title": title, "status": status, "message": message, "trace": trace,
            "stdout": output.value(), "ms": ms,
        }


_current = Harness()


def begin(text):
    global _current
    _current = Harness()
    _current.prepare(json.loads(text))
    return json.dumps(_current.load())


def run_test(key):
    return json.dumps(_current.run(key))


def main():
    """Native CPython: one job on standard input, all results on standard output."""
    job = sys.stdin.read()
    begun = json.loads(begin(job))
    sys.stdout.write(json.dumps({**begun, "tests": [json.loads(run_test(test["id"])) for test in begun["tests"]]}))


if __name__ == "__main__" and sys.platform != "emscripten":
    main()
