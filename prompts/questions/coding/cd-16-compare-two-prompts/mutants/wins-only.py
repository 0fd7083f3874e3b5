# fails: test_edge_clear_loss
from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Mapping

Z = 1.96
CRITICAL = 3.84
MOST_NAMED = 3

Results = Mapping[str, bool]


@dataclass(frozen=True)
class Rate:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    both: int
    neither: int
    wins: int
    losses: int
    statistic: float
    significant: bool


def rate(passed: int, total: int) -> Rate:
    if total < 1 or not 0 <= passed <= total:
        raise ValueError("need 0 <= passed <= total and at least one case")
    share = passed / total
    scale = 1 + Z**2 / total
    centre = (share + Z**2 / (2 * total)) / scale
    half = Z * math.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2)) / scale
    return Rate(share, max(0.0, centre - half), min(1.0, centre + half))


def describe(rate: Rate) -> str:
    return f"{100 * rate.value:.1f} % ({100 * rate.low:.1f} to {100 * rate.high:.1f})"


def compare(old: Results, new: Results) -> Comparison:
    require_same_cases(old, new)
    wins = sum(new[case] and not old[case] for case in old)
    losses = sum(old[case] and not new[case] for case in old)
    both = sum(old[case] and new[case] for case in old)
    statistic = 0.0 if wins == losses else (abs(wins - losses) - 1) ** 2 / (wins + losses)
    return Comparison(both, len(old) - both - wins - losses, wins, losses, statistic, statistic > CRITICAL and wins > losses)


def bootstrap(old: Results, new: Results, rounds: int, seed: int) -> tuple[float, float]:
    require_same_cases(old, new)
    if not old or rounds < 1:
        raise ValueError("need at least one case and one round")
    source = random.Random(seed)
    differences = [int(new[case]) - int(old[case]) for case in sorted(old)]
    means = sorted(sum(source.choices(differences, k=len(differences))) / len(differences) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[min(rounds - 1, int(0.975 * rounds))]


def require_same_cases(old: Results, new: Results) -> None:
    alone = sorted(old.keys() ^ new.keys())
    if alone:
        raise ValueError(f"cases on one side only: {', '.join(alone[:MOST_NAMED])}")
