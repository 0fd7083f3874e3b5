from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

from fakes import Store

Fetch = Callable[[str | None], dict[str, Any]]


class SourceError(Exception):
    """The source itself is wrong, so reading on makes no sense."""

    def __init__(self, message: str, cursor: str | None) -> None:
        super().__init__(f"{message} (cursor {cursor!r})")
        self.cursor = cursor


@dataclass(frozen=True)
class Rejected:
    record: Any
    reason: str


@dataclass
class Report:
    written: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def ingest(fetch: Fetch, store: Store) -> Report:
    raise NotImplementedError
