from __future__ import annotations

import re
from typing import Callable, Iterator, NamedTuple

PLACEHOLDER = re.compile(r"\[[A-Z]+_\d+\]")


def digits(value: str) -> str:
    return re.sub(r"\D", "", value)


def is_card(value: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits(value))):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


class Kind(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    key: Callable[[str], str]
    is_one: Callable[[str], bool]


KINDS = [
    Kind(
        "EMAIL",
        re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?![A-Za-z0-9])"),
        str.lower,
        lambda value: True,
    ),
    Kind("CARD", re.compile(r"(?<![\d+])(?<!\d[ -])\d(?:[ -]?\d){12,18}(?![ -]?\d)"), digits, is_card),
    Kind("PHONE", re.compile(r"(?<![A-Za-z0-9])\+\d(?:[ -]?\d){7,14}(?![ -]?\d)"), digits, lambda value: True),
]


class Match(NamedTuple):
    kind: Kind
    start: int
    end: int


def redact(text: str) -> tuple[str, dict[str, str]]:
    taken = set(PLACEHOLDER.findall(text))
    found: dict[str, str] = {}
    known: dict[tuple[str, str], str] = {}
    numbers = dict.fromkeys((kind.name for kind in KINDS), 0)
    parts: list[str] = []
    at = 0
    for kind, start, end in matches(text):
        value = text[start:end]
        key = (kind.name, kind.key(value))
        if key not in known:
            known[key] = next_free(kind.name, numbers, taken)
            found[known[key]] = value
        parts += [text[at:start], known[key]]
        at = end
    return "".join([*parts, text[at:]]), found


def next_free(name: str, numbers: dict[str, int], taken: set[str]) -> str:
    while True:
        numbers[name] += 1
        placeholder = f"[{name}_{numbers[name]}]"
        if placeholder not in taken:
            return placeholder


def matches(text: str) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(candidates(text), key=lambda match: (match.start - match.end, match.start)):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def candidates(text: str) -> Iterator[Match]:
    for kind in KINDS:
        for match in kind.pattern.finditer(text):
            if kind.is_one(match.group()):
                yield Match(kind, match.start(), match.end())


def restore(text: str, found: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: found.get(match.group(), match.group()), text)
