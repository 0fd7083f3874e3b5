from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable


@dataclass(frozen=True)
class Request:
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Result:
    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    request_id: str = ""


Model = Callable[[list[dict[str, str]]], dict[str, Any]]


def handle(request: Request, model: Model, keys: set[str], store: dict[str, list[dict[str, str]]]) -> Result:
    message = request.body["message"]
    if message == "":
        return Result(400, {"error": "empty"})
    try:
        answer = model([{"role": "user", "content": message}])
        return Result(200, {"reply": answer["reply"], "tokens_used": 0})
    except Exception as error:
        return Result(500, {"error": str(error)})
