# fails: test_edge_tools_by_any_end
from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Iterable

KINDS = {"stop": "finished", "length": "cut-off", "content_filter": "blocked"}


class BadReply(ValueError):
    """The reply does not have the shape it should have; the message names the path."""


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
    choices = expect(data.get("choices") if isinstance(data, dict) else None, list, "choices")
    choice = expect(choices[0] if choices else None, dict, "choices[0]")
    message = expect(choice.get("message"), dict, "choices[0].message")
    text, other = read_content(message.get("content"))
    calls = read_calls(message.get("tool_calls"))
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal:
        return Reply("refused", refusal, read_tokens(data.get("usage")), calls, other)
    kind = KINDS.get(choice.get("finish_reason") or "", "other")
    if choice.get("finish_reason") == "tool_calls":
        kind = "tools"
    return Reply(kind, text, read_tokens(data.get("usage")), calls, other)


def read_content(content: Any) -> tuple[str, list[dict[str, Any]]]:
    path = "choices[0].message.content"
    if content is None or isinstance(content, str):
        return content or "", []
    blocks = [expect(block, dict, f"{path}[{at}]") for at, block in enumerate(expect(content, list, path))]
    texts = [
        expect(block.get("text"), str, f"{path}[{at}].text") for at, block in enumerate(blocks) if block.get("type") == "text"
    ]
    return "".join(texts), [block for block in blocks if block.get("type") != "text"]


def read_calls(calls: Any) -> list[ToolCall]:
    path = "choices[0].message.tool_calls"
    return [read_call(call, f"{path}[{at}]") for at, call in enumerate(expect(calls or [], list, path))]


def read_call(call: Any, path: str) -> ToolCall:
    function = expect(expect(call, dict, path).get("function"), dict, f"{path}.function")
    name = expect(function.get("name"), str, f"{path}.function.name")
    raw = expect(function.get("arguments"), str, f"{path}.function.arguments")
    try:
        arguments = json.loads(raw)
    except ValueError:
        arguments = None
    return ToolCall(str(call.get("id")), name, arguments if isinstance(arguments, dict) else None, raw)


def read_tokens(usage: Any) -> int | None:
    if not isinstance(usage, dict):
        return None
    counts = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return None if None in counts else sum(counts)


def total_tokens(replies: Iterable[Reply]) -> int | None:
    total = 0
    for reply in replies:
        if reply.tokens is None:
            return None
        total += reply.tokens
    return total


def expect(value: Any, kind: type, path: str) -> Any:
    if not isinstance(value, kind):
        raise BadReply(f"{path}: expected {kind.__name__}, got {type(value).__name__}")
    return value
