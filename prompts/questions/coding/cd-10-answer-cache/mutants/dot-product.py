# fails: test_core_put_and_get, test_edge_length_does_not_matter
from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass, fields
from typing import Callable, Sequence


@dataclass(frozen=True)
class Scope:
    tenant: str
    model: str
    prompt: int
    documents: int


@dataclass(frozen=True)
class Answer:
    text: str
    personal: bool = False
    refused: bool = False


@dataclass(frozen=True)
class Entry:
    text: str
    vector: list[float]
    put_at: float
    number: int


Key = tuple[Scope, str]


class AnswerCache:
    def __init__(
        self,
        size: int,
        ttl: float,
        embed: Callable[[str], list[float]],
        threshold: float = 0.95,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.size, self.ttl, self.embed, self.threshold, self.clock = size, ttl, embed, threshold, clock
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.puts = 0

    def put(self, scope: Scope, question: str, text: str) -> None:
        self.drop_old()
        key = (scope, normal(question))
        self.puts += 1
        self.entries[key] = Entry(text, self.embed(question), self.clock(), self.puts)
        self.entries.move_to_end(key)
        while len(self.entries) > self.size:
            self.entries.popitem(last=False)

    def get(self, scope: Scope, question: str) -> str | None:
        self.drop_old()
        key = (scope, normal(question))
        found = key if key in self.entries else self.nearest(scope, question)
        if found is None:
            return None
        self.entries.move_to_end(found)
        return self.entries[found].text

    def nearest(self, scope: Scope, question: str) -> Key | None:
        candidates = [(key, entry) for key, entry in self.entries.items() if key[0] == scope]
        if not candidates:
            return None
        vector = self.embed(question)
        scored = [(cosine(vector, entry.vector), -entry.number, key) for key, entry in candidates]
        score, _, key = max(scored, key=lambda item: item[:2])
        return key if score >= self.threshold else None

    def forget(self, **parts: object) -> int:
        unknown = parts.keys() - {field.name for field in fields(Scope)}
        if unknown:
            raise TypeError(f"a scope has no {', '.join(sorted(unknown))}")
        gone = [key for key in self.entries if all(getattr(key[0], name) == value for name, value in parts.items())]
        for key in gone:
            del self.entries[key]
        return len(gone)

    def drop_old(self) -> None:
        now = self.clock()
        for key in [key for key, entry in self.entries.items() if now - entry.put_at >= self.ttl]:
            del self.entries[key]


def normal(question: str) -> str:
    return question.strip().lower()


def cosine(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b))


def answer(cache: AnswerCache, scope: Scope, question: str, ask: Callable[[str], Answer]) -> str:
    cached = cache.get(scope, question)
    if cached is not None:
        return cached
    given = ask(question)
    if not given.personal and not given.refused:
        cache.put(scope, question, given.text)
    return given.text
