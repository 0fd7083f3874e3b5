"""Services that misbehave on purpose, and count what was done to them. Tests use them; you may read and use them too.

Nothing here waits for real: time is virtual, so a reply that takes 30 seconds costs nothing and is exactly 30 seconds.
"""
from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Iterator, Mapping


@dataclass(frozen=True)
class Response:
    """An HTTP answer. `body` is what the JSON said, or text when it was not JSON."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


class TransportError(Exception):
    """The request never got an answer: refused, reset or timed out."""


def ok(body: Any = None) -> Response:
    return Response(200, {}, {"reply": "hi"} if body is None else body)


def rate_limited(after: str | None = None, header: str = "Retry-After") -> Response:
    return Response(429, {} if after is None else {header: after}, {"error": "rate limited"})


def server_error(status: int = 500) -> Response:
    return Response(status, {}, {"error": "internal"})


def overloaded() -> Response:
    """529: one provider's way to say that it has too much to do."""
    return Response(529, {}, {"error": "overloaded"})


@dataclass(frozen=True)
class Slow:
    """A step that takes `seconds` of virtual time before `then` happens."""

    seconds: float
    then: Any


class Scripted:
    """Plays its steps one call at a time. A step is a value to return, an exception to raise, `Slow(...)`, or a function
    of the call's arguments. Calls beyond the script get the last step again, and are counted like all others."""

    def __init__(self, *steps: Any) -> None:
        self.steps = steps
        self.calls: list[tuple[tuple, dict]] = []
        self.times: list[float] = []

    @property
    def count(self) -> int:
        return len(self.calls)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        step = self.steps[min(len(self.calls), len(self.steps) - 1)]
        self.calls.append((args, kwargs))
        self.times.append(time.monotonic())
        while isinstance(step, Slow):
            time.sleep(step.seconds)
            step = step.then
        if isinstance(step, BaseException) or (isinstance(step, type) and issubclass(step, BaseException)):
            raise step
        return step(*args, **kwargs) if callable(step) else step



class PagedSource:
    """A list behind a cursor. `fetch(cursor)` gives `{"items": [...], "next": cursor or None}`; the first cursor is None.

    `repeat_from` maps a page number to the page whose cursor it hands out again (a loop). `duplicate` lists pages that are
    followed by the same items once more. `faults` maps a page number to exceptions raised before it works.
    """

    def __init__(
        self,
        records: Iterable[Any],
        size: int = 2,
        *,
        repeat_from: Mapping[int, int] | None = None,
        duplicate: Iterable[int] = (),
        faults: Mapping[int, list[Exception]] | None = None,
    ) -> None:
        items = list(records)
        pages = [items[start : start + size] for start in range(0, len(items), size)] or [[]]
        again = set(duplicate)
        self.pages = [page for number, page in enumerate(pages) for page in ([page, page] if number in again else [page])]
        self.repeat_from = dict(repeat_from or {})
        self.faults = {page: list(errors) for page, errors in (faults or {}).items()}
        self.fetched: list[str | None] = []

    def fetch(self, cursor: str | None = None) -> dict[str, Any]:
        self.fetched.append(cursor)
        if len(self.fetched) > 10_000:
            raise RuntimeError("fetched 10,000 pages: this does not end")
        number = 0 if cursor is None else int(cursor.removeprefix("p"))
        if self.faults.get(number):
            raise self.faults[number].pop(0)
        following = self.repeat_from.get(number, number + 1)
        return {"items": list(self.pages[number]), "next": f"p{following}" if following < len(self.pages) else None}


class Store:
    """A table with a key. `duplicates` counts writes of a key that was there with the same value: work done twice."""

    def __init__(self, fail_on: Mapping[int, Exception] | None = None) -> None:
        self.rows: dict[Any, Any] = {}
        self.writes = 0
        self.duplicates = 0
        self.fail_on = dict(fail_on or {})

    def upsert(self, key: Any, value: Any) -> None:
        self.writes += 1
        if self.writes in self.fail_on:
            raise self.fail_on.pop(self.writes)
        if key in self.rows and self.rows[key] == value:
            self.duplicates += 1
        self.rows[key] = value


class FakeModel:
    """A language model that answers from a script and sends a bill. `prices` are dollars per million tokens, in and out;
    a token is four characters here. `count`, `prompts` and `dollars` say what was asked of it and what that cost."""

    def __init__(self, *replies: Any, prices: tuple[float, float] = (3.0, 15.0)) -> None:
        self.script = Scripted(*(replies or ("ok",)))
        self.prices = prices
        self.prompts: list[str] = []
        self.dollars = 0.0

    @property
    def count(self) -> int:
        return self.script.count

    def __call__(self, prompt: str) -> str:
        if not isinstance(prompt, str):
            raise TypeError(f"a prompt is text, not {type(prompt).__name__}")
        self.prompts.append(prompt)
        reply = self.script(prompt)
        into, out = self.prices
        self.dollars += (len(prompt) // 4 * into + len(str(reply)) // 4 * out) / 1_000_000
        return reply


def sse(*events: Any, done: bool = True) -> bytes:
    """Server-sent events as bytes: dictionaries become JSON data lines, strings are written as they are."""
    blocks = [event if isinstance(event, str) else f"data: {json.dumps(event, ensure_ascii=False)}" for event in events]
    return "".join(f"{block}\n\n" for block in [*blocks, *(["data: [DONE]"] if done else [])]).encode()


def in_pieces(data: bytes, size: int = 1, *, cut_at: int | None = None, error: Exception | None = None) -> Iterator[bytes]:
    """`data` in chunks of `size` bytes, as a network would. With `cut_at` the stream stops there: quietly, or by raising
    `error`."""
    whole = data if cut_at is None else data[:cut_at]
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
    if error is not None:
        raise error


class Recorder:
    """A function that remembers its calls: `Recorder(returns=3)` or `Recorder(lambda x: x + 1)`."""

    def __init__(self, function: Callable[..., Any] | None = None, *, returns: Any = None) -> None:
        self.function = function
        self.returns = returns
        self.calls: list[tuple] = []

    @property
    def count(self) -> int:
        return len(self.calls)

    def __call__(self, *args: Any) -> Any:
        self.calls.append(args)
        return self.function(*args) if self.function else self.returns
