from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Iterable, Mapping


@dataclass(frozen=True)
class Price:
    tokens_in: Decimal
    tokens_out: Decimal
    cache_read: Decimal = Decimal("0.1")
    tier: int = 1


@dataclass(frozen=True)
class Usage:
    tenant: str
    feature: str
    model: str
    tokens_in: int
    tokens_out: int
    cached_in: int = 0
    batch: bool = False


def cost(usage: Usage, prices: Mapping[str, Price]) -> Decimal:
    raise NotImplementedError


def report(usages: Iterable[Usage], prices: Mapping[str, Price]) -> dict[tuple[str, str], Decimal]:
    raise NotImplementedError
