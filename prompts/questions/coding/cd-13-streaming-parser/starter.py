from __future__ import annotations

from typing import Iterable, Iterator


def events(chunks: Iterable[bytes]) -> Iterator[str]:
    raise NotImplementedError
    yield ""
