from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ToolCall:
    id: str
    name: str
    arguments: dict[str, Any] | None
    raw: str = ""


@dataclass(frozen=True)
class Reply:
    kind: str
    text: str
    tokens: int | None
    tool_calls: list[ToolCall] = field(default_factory=list)
    other: list[dict[str, Any]] = field(default_factory=list)


def read_reply(data: dict[str, Any]) -> Reply:
    raise NotImplementedError
