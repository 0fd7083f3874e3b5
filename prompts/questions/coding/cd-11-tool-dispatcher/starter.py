from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Sequence


@dataclass(frozen=True)
class Tool:
    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, type]
    cost: float = 0.0
    writes: bool = False


@dataclass(frozen=True)
class Result:
    ok: bool
    text: str


class Dispatcher:
    def __init__(self, tools: Sequence[Tool]) -> None:
        raise NotImplementedError

    def run(self, name: str, arguments: Any) -> Result:
        raise NotImplementedError
