# fails: test_core_best_first, test_core_case, test_core_finds_what_is_there, test_extension_cited_sources
from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Callable

K = 5


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


def distance(a: Counter[str], b: Counter[str]) -> float:
    both = math.hypot(*a.values()) * math.hypot(*b.values())
    return 1 - sum(a[key] * b[key] for key in a) / both if both else 1.0


def split(text: str, size: int, overlap: int) -> list[str]:
    pieces = []
    start = 0
    while start < len(text):
        pieces.append(text[start : start + size])
        if start + size >= len(text):
            break
        start += size - overlap
    return pieces


class Index:
    def __init__(self, passages: list[tuple[Passage, Counter[str]]] | None = None) -> None:
        self.passages = list(passages or [])

    def add(self, source: str, text: str, size: int = 200, overlap: int = 40) -> None:
        for piece in split(text, size, overlap):
            self.passages.append((Passage(source, piece), embed(piece)))

    def search(self, question: str, k: int) -> list[Passage]:
        return [passage for passage, _ in self.scored(question)[:k]]

    def scored(self, question: str) -> list[tuple[Passage, float]]:
        vector = embed(question)
        scored = [(passage, 1 - distance(vector, other)) for passage, other in self.passages]
        return sorted(scored, key=lambda entry: entry[1])


def build_context(passages: list[Passage], limit: int) -> tuple[str, dict[int, str]]:
    context = ""
    sources: dict[int, str] = {}
    for number, passage in enumerate(passages, start=1):
        longer = f"{context}\n\n[{number}] {passage.text}" if context else f"[{number}] {passage.text}"
        if len(longer) > limit:
            break
        context = longer
        sources[number] = passage.source
    return context, sources


def answer(question: str, index: Index, model: Callable[[str], str], limit: int, min_score: float) -> Answer:
    passages = [passage for passage, score in index.scored(question)[:K] if score >= min_score]
    context, sources = build_context(passages, limit)
    if not sources:
        return Answer("", [])
    text = model(f"Answer from these passages only and cite them as [n].\n\n{context}\n\nQuestion: {question}")
    cited = [sources[int(n)] for n in re.findall(r"\[(\d{1,3})\]", text) if int(n) in sources]
    return Answer(text, list(dict.fromkeys(cited)))
