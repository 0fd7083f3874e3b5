# fails: test_edge_nothing_kept_on_failure
from __future__ import annotations

import math
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable

MOST_CHARACTERS = 4_000
MOST_REQUESTS = 5
WINDOW = 60.0


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


class Refused(Exception):
    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers or {}


Message = dict[str, str]
Model = Callable[[list[Message]], dict[str, Any]]


def handle(
    request: Request,
    model: Model,
    keys: set[str],
    store: dict[str, list[Message]],
    *,
    limits: dict[str, list[float]] | None = None,
    now: Callable[[], float] = time.monotonic,
    new_id: Callable[[], str] | None = None,
) -> Result:
    headers = {name.lower(): value for name, value in request.headers.items()}
    request_id = headers.get("x-request-id") or (new_id or (lambda: uuid.uuid4().hex))()
    try:
        key = require_key(headers, keys)
        if limits is not None:
            require_room(limits.setdefault(key, []), now())
        message, conversation = read_body(request.body)
        history = store.get(conversation, []) if conversation is not None else []
        turn = {"role": "user", "content": message}
        if conversation is not None:
            store[conversation] = [*history, turn]
        answer = call(model, [*history, turn])
        if conversation is not None:
            store[conversation] = [*history, turn, {"role": "assistant", "content": answer["reply"]}]
    except Refused as refused:
        return Result(refused.status, {"error": refused.sentence}, refused.headers, request_id)
    body = {"reply": answer["reply"], "tokens_used": answer["usage"]["total_tokens"]}
    return Result(200, body, {}, request_id)


def require_key(headers: dict[str, str], keys: set[str]) -> str:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or key not in keys:
        raise Refused(401, "Send a valid API key.")
    return key


def require_room(times: list[float], at: float) -> None:
    times[:] = [time_ for time_ in times if at - time_ < WINDOW]
    if len(times) >= MOST_REQUESTS:
        wait = math.ceil(times[0] + WINDOW - at)
        raise Refused(429, f"Too many requests. Try again in {wait} s.", {"retry-after": str(wait)})
    times.append(at)


def read_body(body: Any) -> tuple[str, str | None]:
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    message, conversation = body.get("message"), body.get("conversation_id")
    if not isinstance(message, str) or not message.strip():
        raise Refused(400, "The message must be a text that is not empty.")
    if conversation is not None and not isinstance(conversation, str):
        raise Refused(400, "The conversation_id must be a text.")
    if len(message) > MOST_CHARACTERS:
        raise Refused(413, f"The message may have {MOST_CHARACTERS} characters.")
    return message, conversation


def call(model: Model, messages: list[Message]) -> dict[str, Any]:
    try:
        return model(messages)
    except TimeoutError as error:
        raise Refused(504, "The model took too long. Try again.") from error
    except Exception as error:
        raise Refused(502, "The model could not be reached. Try again.") from error
