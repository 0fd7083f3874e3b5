# fails: test_edge_odd_headers
from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Callable, Mapping

from fakes import Response, TransportError

RETRYABLE = {408, 429, 500, 502, 503, 504, 529}


class RequestRejected(Exception):
    def __init__(self, response: Response) -> None:
        super().__init__(f"not retryable: HTTP {response.status}")
        self.response = response


class GiveUp(Exception):
    def __init__(self, attempts: int, cause: object) -> None:
        super().__init__(f"gave up after {attempts} attempt(s): {cause}")
        self.attempts, self.cause = attempts, cause


def retry_after_seconds(headers: Mapping[str, str]) -> float:
    raw = headers.get("Retry-After", "")
    try:
        seconds = float(raw)
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds < float("inf") else 0.0


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
    if max_attempts < 1:
        raise ValueError("max_attempts must be at least 1")
    stop_at = now() + deadline
    for attempt in range(1, max_attempts + 1):
        asked, cause = 0.0, None
        try:
            response = send()
        except TransportError as error:
            cause = error
        else:
            if 200 <= response.status < 300:
                return response
            if response.status not in RETRYABLE:
                raise RequestRejected(response)
            cause, asked = f"HTTP {response.status}", retry_after_seconds(response.headers)
        wait = max(asked, rng() * min(cap, base * 2 ** (attempt - 1)))
        if attempt == max_attempts or now() + wait > stop_at:
            raise GiveUp(attempt, cause)
        sleep(wait)
    raise AssertionError("unreachable")


@dataclass
class Meter:
    prices: Mapping[str, tuple[float, float]]
    budget: float
    spent: float = 0.0

    def estimate(self, model: str, tokens_in: int, tokens_out: int) -> float:
        price_in, price_out = self.prices[model]
        return (tokens_in * price_in + tokens_out * price_out) / 1_000_000

    def reserve(self, model: str, tokens_in: int, max_out: int) -> None:
        if self.spent + self.estimate(model, tokens_in, max_out) > self.budget:
            raise GiveUp(0, "budget exhausted")

    def record(self, model: str, usage: Mapping[str, int]) -> float:
        cost = self.estimate(model, usage["input_tokens"], usage["output_tokens"])
        self.spent += cost
        return cost
