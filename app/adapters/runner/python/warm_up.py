"""A job that is run before the first real one, so that the interpreter has compiled what a check needs by the time
somebody waits for it. It calls, raises, waits and shows, as tests do; what it comes to is nobody's business.
"""

SOLUTION = '''
from __future__ import annotations

import asyncio
import json
import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Callable, Iterable


class Stop(Exception):
    def __init__(self, count):
        super().__init__(f"stopped after {count}")
        self.count = count


@dataclass(frozen=True)
class Piece:
    text: str
    start: int = 0


@dataclass
class Report:
    rows: list = field(default_factory=list)
    total: Decimal = Decimal(0)


class Box:
    def __init__(self, size: int, now: Callable[[], float]):
        self.size, self.now, self.rows = size, now, OrderedDict()

    def put(self, key, value):
        self.rows[key] = (value, self.now())
        while len(self.rows) > self.size:
            self.rows.popitem(last=False)

    def get(self, key):
        return self.rows[key][0] if key in self.rows else None


def call(send, sleep=time.sleep, most=3):
    for count in range(most):
        try:
            got = send({"try": count}, key="k")
            if got:
                return got
        except ConnectionError:
            pass
        sleep(0.5)
    raise Stop(most)


def pieces(text: str, size: int):
    return [Piece(text[at : at + size], at) for at in range(0, len(text), size)]


def words(chunks: Iterable[bytes]):
    for chunk in chunks:
        for word in re.findall(r"[a-z]+", chunk.decode()):
            yield word


def report(rows: dict, prices: dict) -> Report:
    rows["seen"] = sorted(rows)
    return Report([json.dumps(row) for row in rows], sum(prices.values(), Decimal(0)))


async def gather(calls, limit):
    gate = asyncio.Semaphore(limit)

    async def one(go):
        async with gate:
            try:
                return await asyncio.wait_for(go(), 5)
            except Exception as error:
                return error

    return await asyncio.gather(*(one(go) for go in calls))
'''

SUITE = '''
import asyncio
import time
from decimal import Decimal

from solution import Box, Stop, call, gather, pieces, report, words


def test_calls():
    """calls"""
    with T.raises(Stop, "stop") as caught:
        call(lambda body, key: None)
    T.eq((caught.error.count, str(caught.error)), (3, "stopped after 3"))
    T.eq(T.clock.sleeps, [0.5, 0.5, 0.5], "sleeps")


def test_raises():
    """raises"""

    def send(*args, **kwargs):
        raise ConnectionError("down")

    call(send, sleep=lambda seconds: None)


def test_values():
    """values"""
    T.eq([(piece.text, piece.start) for piece in pieces("abcdef", 2)], [("ab", 0), ("cd", 2), ("ef", 4)])
    T.eq(list(words(iter([b"one two", b"three"]))), ["one", "two", "three"])
    rows = {"b": 1, "a": [1.5, None, True]}
    got = report(rows, {"x": Decimal("0.1"), "y": Decimal(2)})
    T.close(got.total, Decimal("2.1"))
    T.eq((len(got.rows), rows["seen"]), (3, ["a", "b"]))


def test_keeps():
    """keeps"""
    box = Box(2, time.monotonic)
    for key in "abc":
        box.put(key, key * 2)
    T.eq([box.get(key) for key in "abc"], [None, "bb", "cc"])
    T.ok(f"{box!r}".endswith("y"), f"shown as {box!r}")


async def test_waits():
    """waits"""

    async def one():
        await asyncio.sleep(1)
        return 1

    async def bad():
        await asyncio.sleep(9)

    T.eq(await gather([one, one, bad], 2), [1, 1, None])
'''


def job(fakes):
    return {
        "files": {"fakes.py": fakes, "solution.py": SOLUTION},
        "suites": [{"name": "visible", "file": "tests_visible.py", "source": SUITE}],
    }
