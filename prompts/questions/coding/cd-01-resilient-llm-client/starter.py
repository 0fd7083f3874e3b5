from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Callable, Mapping

from fakes import Response, TransportError


class RequestRejected(Exception):
    def __init__(self, response: Response) -> None:
        super().__init__(f"not retryable: HTTP {response.status}")
        self.response = response


class GiveUp(Exception):
    def __init__(self, attempts: int, cause: object) -> None:
        super().__init__(f"gave up after {attempts} attempt(s): {cause}")
        self.attempts, self.cause = attempts, cause


def call_with_retry(
    send: Callable[[], Response],
    *,
    max_attempts: int = 5,
    base: float = 0.5,
    cap: float = 8.0,
    deadline: float = 20.0,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
    rng: Callable[[], float] = random.random,
) -> Response:
    raise NotImplementedError
