from __future__ import annotations

from typing import Mapping, Sequence

Vector = Sequence[float]


def top_k(query: Vector, vectors: Mapping[str, Vector], k: int) -> list[tuple[str, float]]:
    raise NotImplementedError
