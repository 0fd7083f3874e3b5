# fails: test_edge_every_problem, test_edge_wrong_containers, test_extension_gives_up_after_one, test_extension_one_repair
from __future__ import annotations

import json
from typing import Any, Callable, Iterator, Mapping

DECODER = json.JSONDecoder()


class NoJson(ValueError):
    """The text holds no JSON object."""


class BadOutput(ValueError):
    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def extract(text: str) -> dict[str, Any]:
    start = text.find("{")
    while start >= 0:
        try:
            value, _ = DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            pass
        else:
            return value
        start = text.find("{", start + 1)
    raise NoJson("no JSON object found")


def check(value: Any, schema: Mapping[str, Any]) -> list[str]:
    return list(problems_of(value, schema, ""))[:1]


def problems_of(value: Any, wanted: Any, path: str) -> Iterator[str]:
    if isinstance(wanted, Mapping):
        if not isinstance(value, dict):
            yield wrong(path, "dict", value)
            return
        for field, inner in wanted.items():
            below = f"{path}.{field}" if path else field
            if field in value:
                yield from problems_of(value[field], inner, below)
            else:
                yield f"{below}: missing"
    elif isinstance(wanted, list):
        if not isinstance(value, list):
            yield wrong(path, "list", value)
            return
        for index, item in enumerate(value):
            yield from problems_of(item, wanted[0], f"{path}[{index}]")
    elif not fits(value, wanted):
        yield wrong(path, wanted.__name__, value)


def fits(value: Any, wanted: type) -> bool:
    if isinstance(value, bool):
        return wanted is bool
    return isinstance(value, (int, float) if wanted is float else wanted)


def wrong(path: str, wanted: str, value: Any) -> str:
    return f"{path}: expected {wanted}, got {type(value).__name__}"


def ask(model: Callable[[str], str], prompt: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    reply = model(prompt)
    value, problems = read(reply, schema)
    if problems:
        value, problems = read(model(repair_prompt(prompt, reply, problems)), schema)
    if problems:
        raise BadOutput(problems)
    return value


def read(reply: str, schema: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    try:
        value = extract(reply)
    except NoJson as error:
        return {}, [str(error)]
    return value, check(value, schema)


def repair_prompt(prompt: str, reply: str, problems: list[str]) -> str:
    return "\n".join([prompt, "Your answer was:", reply, "It has these problems:", *problems, "Answer again, mended."])
