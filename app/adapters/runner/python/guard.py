"""Keeps the code under test from what runs above it: frames, code objects, tracers, the garbage collector's lists.

On the server the driver calls `arm(report)` after the suites are compiled and before a line of the candidate's code has
run. From then on an audit hook, which Python has no way to remove, denies what honest code has no use for, and tells the
driver at once, past everything the candidate's code could reach. What the standard library needs for its own work is let
through where it hands out nothing but text: `traceback`, `logging`, `inspect.signature`, `asyncio` and their like go on
working.

In a browser nothing is armed: what runs there is never graded.
"""
import asyncio
import asyncio.base_tasks
import asyncio.coroutines
import asyncio.format_helpers
import builtins
import gc
import importlib._bootstrap_external
import inspect
import logging
import operator
import signal
import sys
import traceback
import types
import typing
import unittest.mock
import unittest.result
import zipimport

import harness

# Functions that look at frames or code and give only text, a name or a yes or no to whoever called them.
_SPEAKERS = (
    harness._frames,
    harness._reaches_checks,
    traceback.StackSummary._extract_from_extended_frame_gen,
    traceback._compute_suggestion_error,
    traceback.clear_frames,
    typing._caller,
    inspect.isawaitable,
    inspect._has_code_flag,
    inspect._signature_from_function,
    asyncio.coroutines._format_coroutine,
    asyncio.base_tasks._task_repr,
    unittest.result.TestResult._is_relevant_tb_level,
    types.coroutine,
    unittest.mock._copy_func_details,
    importlib._bootstrap_external._compile_bytecode,
    zipimport._unmarshal_code,
)
# Their helpers: let through when it is one of the above that called them.
_HELPERS = (traceback, logging, inspect, typing, asyncio.coroutines, asyncio.base_tasks, asyncio.format_helpers)
_LOOKS = frozenset(("tb_frame", "gi_frame", "cr_frame", "ag_frame", "gi_code", "cr_code", "ag_code"))
_PARTS = frozenset(("__code__", "__defaults__", "__kwdefaults__"))
_NEVER = frozenset((
    "sys._getframe", "sys._current_frames", "sys._current_exceptions", "sys.settrace", "sys.setprofile",
    "sys.monitoring.register_callback", "sys.addaudithook", "sys.remote_exec", "cpython.remote_debugger_script",
    "gc.get_objects", "gc.get_referrers", "gc.get_referents", "code.__new__", "marshal.loads", "marshal.load",
    "cpython.PyInterpreterState_New",
))
# The driver overwrites some of these names wherever they stand in memory; the dots keep them whole here.
_MODULES = (
    "harness guard tests_hidden tests_visible js pyodide pyodide_js _pyodide _pyodide_.core ctypes _ctyp.es cProfile profile "
    "_lspr.of _testc.api _testinternal.capi _testlimited.capi _testbuff.er _testcli.nic _testcli.nic_limited _xxtest.fuzz "
    "_remote_.debugging _interpreters _sig.nal"
)


def _codes(value, module):
    """Ids of the code objects of a function, a class or a module, with those inside them."""
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if isinstance(value, property):
        value = value.fget
    if isinstance(value, types.MethodType):
        value = value.__func__
    if isinstance(value, types.FunctionType):
        yield from _codes(value.__code__, module)
    elif isinstance(value, types.CodeType):
        yield value
        for constant in value.co_consts:
            if isinstance(constant, types.CodeType):
                yield from _codes(constant, module)
    elif isinstance(value, type) and value.__module__ == module:
        for member in vars(value).values():
            if not isinstance(member, type):
                yield from _codes(member, module)


_speaking = [code for function in _SPEAKERS for code in _codes(function, "")]
_helping = [code for module in _HELPERS for value in list(vars(module).values()) for code in _codes(value, module.__name__)]


class Denied(RuntimeError):
    pass


def _without_handlers():
    """A signal's handler is handed a frame, and no event tells of it: nobody can set one. asyncio takes the refusal."""

    def refuse(*_args):
        raise ValueError("signals cannot be handled in the sandbox")

    kept = ("getsignal", "default_int_handler", "strsignal", "valid_signals")
    signal._signal = types.SimpleNamespace(**{name: getattr(signal._signal, name) for name in kept if hasattr(signal._signal, name)})
    for name in list(vars(signal)):
        if callable(getattr(signal, name)) and name.islower() and not name.startswith("_") and name not in kept:
            setattr(signal, name, refuse)


def arm(report, ours):
    """From here on nothing that runs in this interpreter may look above itself. `report(what)` hears of every attempt. Where
    functions have one of the builtins in `ours` they are the harness's and the tests' own. Cannot be taken back."""
    speaking, helping = frozenset(map(id, _speaking)), frozenset(map(id, _helping))
    kept = (_speaking[:], _helping[:])
    own = frozenset(map(id, ours))
    looks, parts, never = _LOOKS, _PARTS, _NEVER
    modules = frozenset(_MODULES.replace(".", "").split())
    function, exact, denied = types.FunctionType, str, Denied
    dictionaries = [module.__dict__ for module in sys.modules.values() if type(module) is types.ModuleType]
    settled = frozenset(map(id, dictionaries))
    getframe, ident, kind, private = sys._getframe, id, type, dict(builtins.__dict__)
    collects, collect, hold = gc.isenabled, gc.enable, gc.disable
    relevant = never | {"object.__getattr__", "object.__setattr__", "object.__delattr__", "import", "exec"}
    busy = False

    def may_speak(frame):
        while frame is not None:
            code = ident(frame.f_code)
            if code in speaking:
                return not frame.f_locals.get("capture_locals")
            if code not in helping:
                return False
            frame = frame.f_back
        return False

    def judge(event, args, frame):
        """What is wrong with an event; None when nothing is."""
        if event == "object.__getattr__":
            name = args[1]
            if name in looks:
                return None if may_speak(frame) else name
            if name in parts and kind(args[0]) is function and ident(args[0].__builtins__) in own:
                return None if ident(frame.f_code) in speaking else name
        elif event == "object.__setattr__" or event == "object.__delattr__":
            owner = args[0]
            if kind(owner) is function and args[1] in parts:
                if ident(owner.__builtins__) in own:
                    return args[1]
                if ident(owner.__globals__) in settled and ident(frame.f_code) not in speaking:
                    return args[1]
        elif event == "import":
            name = args[0]
            if kind(name) is not exact:
                return "import"
            if name.partition(".")[0] in modules:
                return "import " + name
        elif event == "exec":
            return "exec in a test" if frame.f_code.co_filename.startswith("tests_") else None
        elif event in never or event.startswith("ctypes."):
            return None if may_speak(frame) else event
        return None

    def hook(event, args):
        nonlocal busy
        if busy or not (event in relevant or event.startswith("ctypes.")):
            return
        # Asking for the frame is an event too. A finalizer must not run while that one is let through.
        collecting = collects()
        hold()
        busy = True
        try:
            frame = getframe(1)
        finally:
            busy = False
            if collecting:
                collect()
        wrong = judge(event, args, frame)
        if wrong is None:
            return
        report(wrong)
        raise denied(f"{wrong}: code in the sandbox may not look at what runs above it, or change what it is judged with")

    def above():
        """The frame of whoever called a stand-in; None, and a word to the driver, when that is one of ours."""
        nonlocal busy
        collecting = collects()
        hold()
        busy = True
        try:
            frame = getframe(2)
        finally:
            busy = False
            if collecting:
                collect()
        if ident(frame.f_builtins) not in own:
            return frame
        report("variables of a test")
        return None

    # Called from C, as by map, these two look at the nearest Python frame, which may be a test's, and no event tells of
    # it. A generator's own method stands in for each: unlike a function it shows nobody what it is made of.
    def variables():
        while True:
            frame = above()
            yield {} if frame is None else dict(frame.f_locals)

    def names():
        while True:
            frame = above()
            yield {} if frame is None else frame.f_globals

    builtins.locals = variables().__next__
    builtins.globals = names().__next__
    builtins.vars = operator.attrgetter("__dict__")
    # Everything the hook uses it holds itself; kept and dictionaries keep ids from being given to something else.
    _without_handlers()
    # Without it logging would look for its caller, and hand what it finds to whoever replaced its helper.
    logging._srcfile = None
    again = types.FunctionType(hook.__code__, {"__builtins__": private, "kept": (kept, dictionaries, ours)}, "hook", (), hook.__closure__)
    for name in [name for name in sys.modules if name.partition(".")[0] in modules]:
        del sys.modules[name]
    sys.addaudithook(again)
