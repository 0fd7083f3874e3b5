# fails: test_edge_not_too_early
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

PARAGRAPH = ("\n\n",)
SENTENCE = (". ", "? ", "! ")


@dataclass(frozen=True)
class Chunk:
    text: str
    start: int
    end: int


def chunk(text: str, size: int, overlap: int) -> list[Chunk]:
    if size < 1 or not 0 <= overlap <= size // 2:
        raise ValueError("need size >= 1 and 0 <= overlap <= size // 2")
    chunks: list[Chunk] = []
    start = 0
    while start < len(text):
        end = find_end(text, start, size, overlap)
        chunks.append(Chunk(text[start:end], start, end))
        if end == len(text):
            break
        start = end - overlap
    return chunks


def find_end(text: str, start: int, size: int, overlap: int) -> int:
    end = start + size
    if end >= len(text):
        return len(text)
    # A chunk no longer than the overlap would start the next one where this one starts.
    shortest = overlap + 1
    for marks in (PARAGRAPH, SENTENCE):
        best = max(last_after(text, mark, start, end) for mark in marks)
        if best >= start + shortest:
            return best
    return end


def last_after(text: str, mark: str, start: int, end: int) -> int:
    at = text.rfind(mark, start, end)
    return -1 if at < 0 else at + len(mark)


def with_headings(text: str, chunks: Sequence[Chunk]) -> list[tuple[str, Chunk]]:
    headings: list[tuple[int, str]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.startswith("# "):
            headings.append((at, line[2:].strip()))
        at += len(line)
    return [(heading_at(headings, piece.start), piece) for piece in chunks]


def heading_at(headings: Sequence[tuple[int, str]], start: int) -> str:
    found = ""
    for at, heading in headings:
        if at > start:
            break
        found = heading
    return found
