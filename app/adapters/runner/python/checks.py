"""What tests check with. Unlike a bare `assert`, `T` says what was expected and what came.

    T.eq(got, want, what="value")        equal, as `want` has it: what comes is not asked
    T.close(got, want, tol=1e-9, what="value")
    T.ok(condition, message)
    with T.raises(ValueError, what="") as caught:   the exception is `caught.error` afterwards
    T.clock                              the virtual clock: now, elapsed, sleeps, blocked, reset()
"""
import types
from decimal import Decimal

import virtual_time

MAX_MESSAGE = 1_200
SEED = 1234
NUMBERS = (int, float, complex, Decimal)


def show(value, depth=4):
    """A value for a message: short whatever it is, even when its own repr raises."""
    kind = type(value)
    if kind is str:
        return repr(value) if len(value) <= 200 else repr(value[:97])[:-1] + "..." + repr(value[-98:])[1:]
    if kind in (list, tuple, set, frozenset, dict):
        if depth == 0:
            return "..."
        pairs = list(value.items()) if kind is dict else [(item, None) for item in value]
        items = [show(key, depth - 1) + (f": {show(item, depth - 1)}" if kind is dict else "") for key, item in pairs[:12]]
        inside = ", ".join([*items, *(["..."] if len(pairs) > 12 else [])])
        if kind is tuple:
            return f"({inside},)" if len(pairs) == 1 else f"({inside})"
        if kind is frozenset or not pairs and kind is set:
            return f"{kind.__name__}({'{' + inside + '}' if pairs else ''})"
        return f"[{inside}]" if kind is list else "{" + inside + "}"
    try:
        text = str(repr(value))
    except Exception as error:
        return f"<{kind.__name__} whose repr raised {type(error).__name__}>"
    return text if len(text) <= 200 else f"{text[:97]}...{text[-98:]}"


def say(error):
    """What an exception says, as text that can be sent."""
    try:
        text = str(error)
    except BaseException as other:
        text = f"<message raised {type(other).__name__}>"
    return str(text)[:MAX_MESSAGE].encode("utf-8", "replace").decode("utf-8")


def same(got, want):
    """Equality decided by what was expected: nothing that comes from the code under test is asked."""
    kind = type(want)
    if want is None:
        return got is None
    if kind is bool or kind in NUMBERS:
        return issubclass(type(got), NUMBERS) and bool(got == want)
    if kind in (str, bytes):
        return isinstance(got, kind) and got == want
    if kind in (list, tuple):
        return isinstance(got, kind) and len(got) == len(want) and all(map(same, got, want))
    if kind in (set, frozenset):
        return isinstance(got, (set, frozenset)) and len(got) == len(want) and got == want
    if kind is dict:
        if not isinstance(got, dict) or len(got) != len(want):
            return False
        return all(key in got and same(got[key], value) for key, value in want.items())
    return bool(got == want)


failures = []


class Failed(AssertionError):
    """What a check raises. A test in which a check fails has failed, whoever catches this: `failures` has them all."""

    def __init__(self, text=""):
        super().__init__(text)
        failures.append(self)


def check(passed, message):
    if passed:
        return
    failure = Failed()
    try:
        failure.args = (message(),)
    except BaseException as error:
        failure.args = (f"a value that cannot be shown ({type(error).__name__})",)
    raise failure


class Raises:
    """`with T.raises(KeyError):` waits for an exception of that kind; another one fails the test and is its cause."""

    def __init__(self, kind, what=""):
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            raise TypeError("no class of exceptions where one was asked for")
        self.kind, self.error = kind, None
        self.wanted = f"{what}: expected {kind.__name__}" if what else f"expected {kind.__name__}"

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _trace):
        if error is None:
            check(False, lambda: f"{self.wanted}, nothing was raised")
        if isinstance(error, Failed):
            return False
        if isinstance(error, self.kind):
            self.error = error
            return True
        if isinstance(error, Exception):
            raise Failed(f"{self.wanted}, got {type(error).__name__}: {say(error)[:200]}") from error
        return False


def eq(got, want, what="value"):
    check(same(got, want), lambda: f"{what}: expected {show(want)}, got {show(got)}")


def close(got, want, tol=1e-9, what="value"):
    near = issubclass(type(got), NUMBERS) and bool(abs(got - want) <= tol)
    check(near, lambda: f"{what}: expected about {want}, got {show(got)}")


def ok(condition, message):
    check(bool(condition), lambda: message)


class _Now:
    """The clock of this process, whichever it is at that time."""

    def __getattr__(self, name):
        return getattr(virtual_time.clock, name)


T = types.SimpleNamespace(eq=eq, close=close, ok=ok, raises=Raises, clock=_Now())
