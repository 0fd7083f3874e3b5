# fails: test_core_empty_page_in_the_middle
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, MutableMapping, Protocol

from fakes import Store

Fetch = Callable[[str | None], dict[str, Any]]


class Checkpoint(Protocol):
    def load(self) -> str | None: ...

    def save(self, cursor: str | None) -> None: ...


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
    missing: list[str] = field(default_factory=list)


def ingest(
    fetch: Fetch,
    store: Store,
    checkpoint: Checkpoint | None = None,
    known: MutableMapping[str, str] | None = None,
) -> Report:
    start = checkpoint.load() if checkpoint is not None else None
    if known is None:
        known = {}
    report = Report()
    met: set[str] = set()
    for items, following in pages(fetch, start):
        for record in items:
            if has_id(record):
                met.add(record["id"])
            write(record, store, known, report)
        if checkpoint is not None:
            checkpoint.save(following)
    if start is None:
        report.missing = sorted(set(known) - met)
    return report


def pages(fetch: Fetch, start: str | None) -> Iterator[tuple[list[Any], str | None]]:
    """Each page's items with the cursor that follows them; None follows the last page."""
    cursor = start
    asked = {cursor}
    while True:
        page = fetch(cursor)
        if not isinstance(page, dict) or not isinstance(page.get("items"), list) or "next" not in page:
            raise SourceError("malformed page", cursor)
        following = page["next"]
        if following is not None:
            if not isinstance(following, str):
                raise SourceError("malformed next cursor", cursor)
            if following in asked:
                raise SourceError("cursor came back", following)
            asked.add(following)
        yield page["items"], following
        if following is None or not page["items"]:
            return
        cursor = following


def write(record: Any, store: Store, known: MutableMapping[str, str], report: Report) -> None:
    reason = problem(record)
    if reason:
        report.rejected.append(Rejected(record, reason))
        return
    digest = fingerprint(record)
    if known.get(record["id"]) == digest:
        report.duplicates += 1
        return
    store.upsert(record["id"], record)
    known[record["id"]] = digest
    report.written += 1


def problem(record: Any) -> str:
    if not has_id(record):
        return "no usable id"
    if not is_filled(record.get("text")):
        return "no usable text"
    return ""


def has_id(record: Any) -> bool:
    return isinstance(record, dict) and is_filled(record.get("id"))


def is_filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def fingerprint(record: dict[str, Any]) -> str:
    """The same for the same content, in every process and whatever the order of the keys."""
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
