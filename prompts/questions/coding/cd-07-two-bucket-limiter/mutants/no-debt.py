# fails: test_extension_debt
from __future__ import annotations

import asyncio
import time
from typing import Callable, Mapping

Clock = Callable[[], float]
MINUTE = 60.0
TOLERANCE = 1e-9


class Bucket:
    """Fills evenly up to one minute's worth. Its level may go below zero: a debt that time pays off."""

    def __init__(self, per_minute: float, now: float) -> None:
        self.capacity = float(per_minute)
        self.level = self.capacity
        self.seen = now

    def refill(self, now: float) -> None:
        if now <= self.seen:
            return
        self.add((now - self.seen) * self.capacity / MINUTE)
        self.seen = now

    def add(self, amount: float) -> None:
        self.level = min(self.capacity, self.level + amount)

    def wait_for(self, amount: float) -> float:
        missing = amount - self.level
        return 0.0 if missing <= TOLERANCE * self.capacity else missing * MINUTE / self.capacity


class Limiter:
    def __init__(self, requests_per_minute: float, tokens_per_minute: float, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        now = clock()
        self.requests = Bucket(requests_per_minute, now)
        self.tokens = Bucket(tokens_per_minute, now)

    def acquire(self, tokens: int) -> float:
        if not 0 <= tokens <= self.tokens.capacity:
            raise ValueError(f"a request of {tokens} tokens can never be allowed")
        now = self.clock()
        self.requests.refill(now)
        self.tokens.refill(now)
        wait = max(self.requests.wait_for(1), self.tokens.wait_for(tokens))
        if wait == 0:
            self.requests.add(-1)
            self.tokens.add(-tokens)
        return wait

    def settle(self, estimated: int, used: int) -> None:
        self.tokens.refill(self.clock())
        self.tokens.add(max(0, estimated - used))

    async def acquire_async(self, tokens: int) -> None:
        while (wait := self.acquire(tokens)) > 0:
            await asyncio.sleep(wait)


class TenantLimiter:
    def __init__(self, limits: Mapping[str, tuple[float, float]], clock: Clock = time.monotonic) -> None:
        self.limits = limits
        self.clock = clock
        self.limiters: dict[str, Limiter] = {}

    def acquire(self, tenant: str, tokens: int) -> float:
        if tenant not in self.limiters:
            limits = self.limits[tenant] if tenant in self.limits else self.limits["*"]
            self.limiters[tenant] = Limiter(*limits, clock=self.clock)
        return self.limiters[tenant].acquire(tokens)
