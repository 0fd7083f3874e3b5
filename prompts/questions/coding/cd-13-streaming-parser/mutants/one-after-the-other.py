# fails: test_extension_alternating
from __future__ import annotations

import codecs
import json
from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator

DONE = "[DONE]"


class BrokenStream(Exception):
    def __init__(self, reason: str, partial: str) -> None:
        super().__init__(reason)
        self.partial = partial


@dataclass(frozen=True)
class Reply:
    text: str
    usage: dict[str, Any] | None
    tools: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def events(chunks: Iterable[bytes]) -> Iterator[str]:
    data: list[str] = []
    for line in lines(chunks):
        if line == "":
            if data:
                yield "\n".join(data)
            data = []
            continue
        name, _, value = line.partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    after_return = False
    for chunk in chunks:
        for sign in decoder.decode(chunk):
            if sign == "\n" and after_return:
                after_return = False
                continue
            after_return = sign == "\r"
            if sign in "\r\n":
                yield rest
                rest = ""
            else:
                rest += sign


def read_stream(chunks: Iterable[bytes]) -> Reply:
    text = ""
    usage: dict[str, Any] | None = None
    pieces: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    try:
        for data in events(chunks):
            if data == DONE:
                return Reply(text, usage, tools_of(names, pieces, text))
            event = parse_object(data, text)
            delta = event.get("delta") or {}
            text += delta.get("text") or ""
            usage = event.get("usage") or usage
            tool = delta.get("tool")
            if tool:
                names.setdefault(tool["index"], tool.get("name") or "")
                pieces.setdefault(max(pieces, default=tool["index"]), []).append(tool.get("arguments") or "")
    except BrokenStream:
        raise
    except Exception as error:
        raise BrokenStream(f"the stream failed: {error}", text) from error
    raise BrokenStream("the stream ended without its end mark", text)


def tools_of(names: dict[int, str], pieces: dict[int, list[str]], text: str) -> list[tuple[str, dict[str, Any]]]:
    return [(names[index], parse_object("".join(pieces[index]) or "{}", text)) for index in sorted(pieces)]


def parse_object(data: str, partial: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise BrokenStream("not JSON", partial) from error
    if not isinstance(value, dict):
        raise BrokenStream("not a JSON object", partial)
    return value
