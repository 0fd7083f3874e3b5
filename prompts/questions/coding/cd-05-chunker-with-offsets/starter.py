from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chunk:
    text: str
    start: int
    end: int


def chunk(text: str, size: int, overlap: int) -> list[Chunk]:
    raise NotImplementedError
