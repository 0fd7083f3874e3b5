from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    source: str
    text: str


@dataclass(frozen=True)
class Answer:
    text: str
    sources: list[str]


def embed(text: str) -> Counter[str]:
    return Counter(text.lower().split())


def embed_letters(text: str) -> Counter[str]:
    return Counter(text.lower())


def distance(a: Counter[str], b: Counter[str]) -> float:
    both = math.hypot(*a.values()) * math.hypot(*b.values())
    return 1 - sum(a[key] * b[key] for key in a) / both if both else 1.0


def split(text: str, size: int, overlap: int) -> list[str]:
    pieces = []
    start = 0
    while start < len(text):
        pieces.append(text[start : start + size])
        start += size - overlap + 1
    return pieces


class Index:
    def __init__(self, passages: list[tuple[Passage, Counter[str]]] = []) -> None:
        self.passages = passages

    def add(self, source: str, text: str, size: int = 200, overlap: int = 40) -> None:
        for piece in split(text, size, overlap):
            self.passages.append((Passage(source, piece), embed(piece)))

    def search(self, question: str, k: int) -> list[Passage]:
        vector = embed_letters(question)
        ranked = sorted(self.passages, key=lambda entry: distance(vector, entry[1]), reverse=True)
        return [passage for passage, _ in ranked[:k]]


def build_context(passages: list[Passage], limit: int) -> tuple[str, dict[int, str]]:
    context = "\n\n".join(f"[{n}] {passage.text}" for n, passage in enumerate(passages, start=1))
    sources = {n: passage.source for n, passage in enumerate(passages, start=1)}
    return context[:limit], sources
