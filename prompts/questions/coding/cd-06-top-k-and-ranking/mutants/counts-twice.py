# fails: test_edge_repeated_ids
from __future__ import annotations

import heapq
import math
from typing import Collection, Mapping, Sequence

Vector = Sequence[float]


def top_k(query: Vector, vectors: Mapping[str, Vector], k: int) -> list[tuple[str, float]]:
    require_k(k)
    length = math.hypot(*query)
    scored = ((-similarity(query, length, vector), key) for key, vector in vectors.items())
    return [(key, -score) for score, key in heapq.nsmallest(k, scored)]


def similarity(query: Vector, length: float, vector: Vector) -> float:
    if len(query) != len(vector):
        raise ValueError(f"expected {len(query)} dimensions, got {len(vector)}")
    both = length * math.hypot(*vector)
    return sum(a * b for a, b in zip(query, vector)) / both if both else 0.0


def recall_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    require_k(k)
    return hits(ranked, relevant, k) / len(relevant) if relevant else None


def precision_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    require_k(k)
    return hits(ranked, relevant, k) / k


def mrr(ranked: Sequence[str], relevant: Collection[str]) -> float | None:
    if not relevant:
        return None
    for place, key in enumerate(unique(ranked), start=1):
        if key in relevant:
            return 1 / place
    return 0.0


def ndcg_at(ranked: Sequence[str], grades: Mapping[str, float], k: int) -> float | None:
    require_k(k)
    best = gain(sorted(grades.values(), reverse=True)[:k])
    return gain([grades.get(key, 0) for key in unique(ranked)[:k]]) / best if best else None


def gain(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def hits(ranked: Sequence[str], relevant: Collection[str], k: int) -> int:
    return sum(key in relevant for key in unique(ranked)[:k])


def unique(ranked: Sequence[str]) -> list[str]:
    return list(ranked)


def require_k(k: int) -> None:
    if k < 1:
        raise ValueError("k must be at least 1")
