from solution import Chunk, chunk

TEXT = "First part. It has two sentences.\n\nSecond part, which is longer and goes on for a while. End of it."


def covers(text, size, overlap):
    pieces = chunk(text, size, overlap)
    T.eq(pieces[0].start, 0, f"start with size {size}, overlap {overlap}")
    T.eq(pieces[-1].end, len(text), f"end with size {size}, overlap {overlap}")
    for before, after in zip(pieces, pieces[1:]):
        T.eq(after.start, before.end - overlap, f"start after {before.end} with size {size}, overlap {overlap}")
        T.ok(after.end > before.end, f"piece {after.start}:{after.end} adds nothing new")
    for piece in pieces:
        T.eq(piece.text, text[piece.start : piece.end], f"text of {piece.start}:{piece.end}")
        T.ok(len(piece.text) <= size, f"piece of {len(piece.text)} with size {size}")


def test_core_empty():
    """an empty text has no pieces"""
    T.eq(chunk("", 5, 2), [])


def test_core_no_piece_of_overlap_only():
    """the text ends with the last piece that adds something"""
    T.eq([(piece.start, piece.end) for piece in chunk("abcdefgh", 4, 2)], [(0, 4), (2, 6), (4, 8)])


def test_core_count():
    """ten thousand characters, 1000 and 200"""
    T.eq(len(chunk("x" * 10_000, 1000, 200)), 13, "pieces")


def test_core_refuses_bad_arguments():
    """arguments that make no sense are refused"""
    for size, overlap in ((0, 0), (-3, 0), (4, 3), (4, 4), (4, -1)):
        with T.raises(ValueError, f"size {size}, overlap {overlap}"):
            chunk("abcdefgh", size, overlap)


def test_core_many_sizes():
    """the pieces cover the text for many sizes"""
    for size in range(1, 14):
        for overlap in range(size // 2 + 1):
            covers("abcdefghijklmnopqrstuvw", size, overlap)


def test_edge_paragraph_first():
    """a blank line is the best place to end"""
    T.eq(chunk(TEXT, 60, 0)[0].text, "First part. It has two sentences.\n\n")


def test_edge_sentence_next():
    """without a blank line it ends after a sentence"""
    text = "One short sentence here. Another one follows that is long enough to be cut somewhere"
    T.eq(chunk(text, 40, 5)[0].text, "One short sentence here. ")


def test_edge_all_sentence_ends():
    """questions and exclamations end sentences too, and the last one counts"""
    text = "Is this the end? No! It goes on without any further mark until it is far too long"
    T.eq(chunk(text, 30, 0)[0].text, "Is this the end? No! ")


def test_edge_not_too_early():
    """a place in the first half is not used"""
    text = "Yes. " + "w" * 60
    T.eq(chunk(text, 30, 4)[0].end, 30)


def test_edge_last_piece_whole():
    """what fits at the end is not shortened"""
    T.eq([piece.text for piece in chunk("A sentence. And one.", 20, 0)], ["A sentence. And one."])


def test_edge_always_forward():
    """texts full of places to cut are covered too"""
    for size in range(2, 12):
        for overlap in range(size // 2 + 1):
            covers("a. b? c! d. e.\n\nf. g. h!\n\n\n\ni. ", size, overlap)


def test_extension_heading():
    """a piece belongs to the last heading before it"""
    from solution import with_headings

    text = "intro text\n# One\nfirst body\n# Two\nsecond body"
    pieces = [Chunk(text[at : at + 5], at, at + 5) for at in (0, 19, 34)]
    T.eq([heading for heading, _ in with_headings(text, pieces)], ["", "One", "Two"])


def test_extension_heading_at_start():
    """a piece that begins with a heading belongs to it"""
    from solution import with_headings

    text = "# One\nbody"
    T.eq([(heading, piece.text) for heading, piece in with_headings(text, [Chunk("# One", 0, 5)])], [("One", "# One")])


def test_extension_no_false_heading():
    """a hash in the middle of a line, or of more than one level, is no heading"""
    from solution import with_headings

    text = "see # this\n## sub\nbody"
    T.eq(with_headings(text, [Chunk("body", 18, 22)])[0][0], "")
