# fails: test_core_arguments
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Sequence

CUT = "… [cut]"


class LimitReached(Exception):
    """The run has used up its steps or its money."""


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
    def __init__(
        self,
        tools: Sequence[Tool],
        *,
        max_steps: int | None = None,
        budget: float | None = None,
        approve: Callable[[str, dict[str, Any]], bool] | None = None,
        max_chars: int = 2_000,
    ) -> None:
        self.tools = {tool.name: tool for tool in tools}
        if len(self.tools) < len(tools):
            raise ValueError("two tools have the same name")
        self.max_steps, self.budget, self.approve, self.max_chars = max_steps, budget, approve, max_chars
        self.steps = 0
        self.spent = 0.0
        self.made: list[tuple[str, Any]] = []
        self.log: list[tuple[str, str]] = []

    def run(self, name: str, arguments: Any) -> Result:
        if self.max_steps is not None and self.steps >= self.max_steps:
            raise LimitReached(f"the run may have {self.max_steps} steps")
        self.steps += 1
        outcome, text = self.decide(name, arguments)
        self.log.append((name, outcome))
        return Result(outcome == "ok", self.cut(text))

    def decide(self, name: str, arguments: Any) -> tuple[str, str]:
        tool = self.tools.get(name)
        if tool is None:
            return "unknown", f"unknown tool {name}; known are {', '.join(sorted(self.tools))}"
        problem = mismatch(tool.parameters, arguments)
        if problem:
            return "invalid", problem
        if (name, arguments) in self.made:
            return "repeated", "already called with these arguments; use the result you have"
        if self.budget is not None and self.spent + tool.cost > self.budget + 1e-9:
            raise LimitReached("the budget of the run is used up")
        if tool.writes and not (self.approve and self.approve(name, dict(arguments))):
            return "refused", "not approved by a person"
        self.spent += tool.cost
        self.made.append((name, dict(arguments)))
        try:
            return "ok", str(tool.function(**arguments))
        except Exception as error:
            return "failed", f"{type(error).__name__}: {error}"

    def cut(self, text: str) -> str:
        return text if len(text) <= self.max_chars else text[: self.max_chars - len(CUT)] + CUT


def mismatch(parameters: Mapping[str, type], arguments: Any) -> str | None:
    if not isinstance(arguments, dict):
        return f"arguments must be an object with {', '.join(parameters) or 'no parameters'}"
    for name, kind in parameters.items():
        if name not in arguments:
            return f"{name} is missing"
        if not fits(arguments[name], kind):
            return f"{name} must be {kind.__name__}"
    return None


def fits(value: Any, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)
