from fakes import in_pieces

from solution import events


def test_core_one():
    """one event in one chunk"""
    T.eq(list(events([b"data: hello\n\n"])), ["hello"])


def test_core_cut_at_every_byte():
    """the same events wherever the stream is cut"""
    raw = 'event: delta\ndata: {"t": "héllo"}\n\n: ping\ndata: b\n\n'.encode()
    for size in range(1, len(raw) + 1):
        T.eq(list(events(in_pieces(raw, size))), ['{"t": "héllo"}', "b"], f"events with pieces of {size}")


def test_core_several_lines():
    """data lines of one event are joined"""
    T.eq(list(events([b"data: a\ndata: b\n\n"])), ["a\nb"])
