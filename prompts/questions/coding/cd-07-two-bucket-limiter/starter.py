from __future__ import annotations

import time
from typing import Callable

Clock = Callable[[], float]


class Limiter:
    def __init__(self, requests_per_minute: float, tokens_per_minute: float, clock: Clock = time.monotonic) -> None:
        raise NotImplementedError

    def acquire(self, tokens: int) -> float:
        raise NotImplementedError
