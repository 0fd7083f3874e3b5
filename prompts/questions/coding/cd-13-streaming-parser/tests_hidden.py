from fakes import in_pieces, sse

from solution import events


def delta(text):
    return {"delta": {"text": text}}


def test_core_line_ends():
    """all three kinds of line ends, also cut in two"""
    for raw in (b"data: a\r\n\r\ndata: b\r\n\r\n", b"data: a\r\rdata: b\r\r", b"data: a\n\ndata: b\n\n"):
        for size in (1, 2, 3, 8, 99):
            T.eq(list(events(in_pieces(raw, size))), ["a", "b"], f"events of {raw!r} in pieces of {size}")
    T.eq(list(events(in_pieces(b"data: a\r\ndata: b\r\n\r\n", 8))), ["a\nb"], "two lines of one event")


def test_core_one_space():
    """one space after the colon is dropped and no more"""
    T.eq(list(events([b"data:  a: b \n\ndata:c\n\ndata\n\n"])), [" a: b ", "c", ""])


def test_core_no_data_no_event():
    """comments and other fields alone are no event"""
    T.eq(list(events([b": ping\n\nevent: x\nid: 3\n\nretry: 5\n\ndata: a\n\n"])), ["a"])


def test_core_unfinished():
    """what is unfinished at the end is dropped"""
    T.eq(list(events([b"data: a\n\ndata: b\n"])), ["a"])


def test_core_bad_bytes():
    """bytes that are no text do not stop it"""
    T.eq(list(events([b"data: a\xff\n\n", b"data: b\n\n"])), ["a\ufffd", "b"])


def test_core_as_soon_as_complete():
    """an event comes out before more is asked for"""
    asked = []

    def chunks():
        for number in range(3):
            asked.append(number)
            yield b"data: %d\n\n" % number

    stream = events(chunks())
    T.eq(next(stream), "0")
    T.eq(asked, [0], "chunks asked for")


def test_edge_text_and_usage():
    """text is put together and usage is kept"""
    from solution import read_stream

    raw = sse(delta("Hel"), delta("lo é"), {"usage": {"out": 2}})
    for size in (1, 7, 500):
        got = read_stream(in_pieces(raw, size))
        T.eq((got.text, got.usage), ("Hello é", {"out": 2}), f"with pieces of {size}")


def test_edge_no_usage():
    """usage that never comes is None"""
    from solution import read_stream

    T.eq(read_stream([sse(delta("a"))]).usage, None)


def test_edge_ends_without_its_mark():
    """a stream that just ends is broken, with what there was"""
    from solution import BrokenStream, read_stream

    with T.raises(BrokenStream) as caught:
        read_stream([sse(delta("Hel"), delta("lo"), done=False)])
    T.eq(caught.error.partial, "Hello")


def test_edge_connection_lost():
    """an error of the connection is a broken stream with its cause"""
    from solution import BrokenStream, read_stream

    lost = ConnectionResetError("reset")
    raw = sse(delta("Hel"), delta("lo"))
    with T.raises(BrokenStream) as caught:
        read_stream(in_pieces(raw, 5, cut_at=40, error=lost))
    T.eq(caught.error.partial, "Hel")
    T.ok(caught.error.__cause__ is lost, "the cause is lost")


def test_edge_no_json():
    """data that is no JSON object is a broken stream"""
    from solution import BrokenStream, read_stream

    for bad in ("data: {oops", "data: [1]"):
        with T.raises(BrokenStream, bad) as caught:
            read_stream([sse(delta("a"), bad, delta("b"))])
        T.eq(caught.error.partial, "a", f"partial before {bad}")


def test_edge_nothing_after_the_mark():
    """what comes after the end mark is ignored"""
    from solution import read_stream

    T.eq(read_stream([sse(delta("a")), sse(delta("b"))]).text, "a")


def test_edge_unknown_fields():
    """events and fields that are not known are passed over"""
    from solution import read_stream

    T.eq(read_stream([sse({"type": "start"}, {"delta": {"mood": 1}}, {"delta": None}, delta("a"))]).text, "a")


def test_extension_fragments():
    """a call is put together from its pieces"""
    from solution import read_stream

    pieces = ['{"q": "ra', 'in"}']
    raw = sse(
        {"delta": {"tool": {"index": 0, "name": "search", "arguments": pieces[0]}}},
        {"delta": {"tool": {"index": 0, "arguments": pieces[1]}}},
    )
    T.eq(read_stream(in_pieces(raw, 3)).tools, [("search", {"q": "rain"})])


def test_extension_alternating():
    """pieces of two calls may alternate and come in any order"""
    from solution import read_stream

    raw = sse(
        {"delta": {"tool": {"index": 1, "name": "b", "arguments": '{"n":'}}},
        {"delta": {"tool": {"index": 0, "name": "a"}}},
        {"delta": {"tool": {"index": 1, "arguments": " 2}"}}},
        delta("text too"),
    )
    got = read_stream([raw])
    T.eq((got.text, got.tools), ("text too", [("a", {}), ("b", {"n": 2})]))


def test_extension_bad_arguments():
    """arguments that are no object in the end are a broken stream"""
    from solution import BrokenStream, read_stream

    for text in ('{"n":', "[1]"):
        with T.raises(BrokenStream, text):
            read_stream([sse({"delta": {"tool": {"index": 0, "name": "a", "arguments": text}}})])
