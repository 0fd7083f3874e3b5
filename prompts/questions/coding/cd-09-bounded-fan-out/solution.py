from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Iterable, Iterator

Call = Callable[[], Awaitable[Any]]


class NotNeeded(Exception):
    """Enough other calls had succeeded."""


class Enough(Exception):
    """Ends the group of workers."""


@dataclass(frozen=True)
class Failed:
    error: Exception


async def fan_out(
    calls: Iterable[Call],
    limit: int,
    *,
    timeout: float | None = None,
    deadline: float | None = None,
    need: int | None = None,
) -> list[Any]:
    if limit < 1:
        raise ValueError("limit must be at least 1")
    if need is not None and need < 1:
        raise ValueError("need must be at least 1")
    numbered = enumerate(calls)
    results: dict[int, Any] = {}
    seen: list[int] = []
    rest: Exception = TimeoutError("the deadline has passed")
    try:
        async with asyncio.timeout(deadline):
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(limit):
                        group.create_task(work(numbered, results, seen, timeout, need))
            except* Enough:
                rest = NotNeeded()
    except TimeoutError:
        pass
    for index, _ in numbered:
        seen.append(index)
    return [results.get(index, Failed(rest)) for index in sorted(seen)]


async def work(
    numbered: Iterator[tuple[int, Call]],
    results: dict[int, Any],
    seen: list[int],
    timeout: float | None,
    need: int | None,
) -> None:
    for index, call in numbered:
        seen.append(index)
        results[index] = await one(call, timeout)
        good = sum(not isinstance(result, Failed) for result in results.values())
        if need is not None and good >= need:
            raise Enough


async def one(call: Call, timeout: float | None) -> Any:
    try:
        async with asyncio.timeout(timeout):
            return await call()
    except Exception as error:
        return Failed(error)
