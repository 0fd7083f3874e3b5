from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Iterable

Call = Callable[[], Awaitable[Any]]


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
    raise NotImplementedError
