from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Scope:
    tenant: str
    model: str
    prompt: int
    documents: int


class AnswerCache:
    def __init__(
        self,
        size: int,
        ttl: float,
        embed: Callable[[str], list[float]],
        threshold: float = 0.95,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        raise NotImplementedError

    def put(self, scope: Scope, question: str, text: str) -> None:
        raise NotImplementedError

    def get(self, scope: Scope, question: str) -> str | None:
        raise NotImplementedError
