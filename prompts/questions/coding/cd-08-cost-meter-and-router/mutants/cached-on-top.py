# fails: test_edge_batch, test_edge_cached_input, test_edge_share_is_data
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Iterable, Mapping

MILLION = Decimal(1_000_000)
HALF = Decimal("0.5")


class NoModel(LookupError):
    """No model is able enough for this budget."""


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


def cost(usage: Usage, prices: Mapping[str, Price], batch_factor: Decimal = HALF) -> Decimal:
    price = prices[usage.model]
    require_counts(usage)
    full_in = usage.tokens_in
    amount = (
        full_in * price.tokens_in
        + usage.cached_in * price.tokens_in * price.cache_read
        + usage.tokens_out * price.tokens_out
    ) / MILLION
    return amount * batch_factor if usage.batch else amount


def require_counts(usage: Usage) -> None:
    if min(usage.tokens_in, usage.tokens_out, usage.cached_in) < 0:
        raise ValueError("a count is below 0")
    if usage.cached_in > usage.tokens_in:
        raise ValueError("more cached tokens than input")


def report(
    usages: Iterable[Usage], prices: Mapping[str, Price], batch_factor: Decimal = HALF
) -> dict[tuple[str, str], Decimal]:
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for usage in usages:
        sums[usage.tenant, usage.feature] += cost(usage, prices, batch_factor)
    return {key: amount for key, amount in sums.items() if amount}


def choose(prices: Mapping[str, Price], tier: int, tokens_in: int, max_out: int, budget: Decimal) -> str:
    fitting = [
        (amount, name)
        for name, price in prices.items()
        if price.tier >= tier
        and (amount := cost(Usage("", "", name, tokens_in, max_out), prices)) <= budget
    ]
    if not fitting:
        raise NoModel(f"no model of tier {tier} for {budget} dollars")
    return min(fitting)[1]
