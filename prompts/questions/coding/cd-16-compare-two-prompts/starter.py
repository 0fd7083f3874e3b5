from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    value: float
    low: float
    high: float


def rate(passed: int, total: int) -> Rate:
    raise NotImplementedError


def describe(rate: Rate) -> str:
    raise NotImplementedError
