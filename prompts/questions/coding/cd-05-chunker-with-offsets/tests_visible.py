from solution import chunk


def pieces(text, size, overlap):
    return [(piece.text, piece.start, piece.end) for piece in chunk(text, size, overlap)]


def test_core_two_pieces():
    """ten characters in pieces of six with two shared"""
    T.eq(pieces("abcdefghij", 6, 2), [("abcdef", 0, 6), ("efghij", 4, 10)])


def test_core_short_text():
    """a text that fits is one piece"""
    T.eq(pieces("abc", 10, 3), [("abc", 0, 3)])


def test_core_slices():
    """every piece is a slice of the text"""
    text = "x" * 5 + "y" * 17 + "z" * 9
    for piece in chunk(text, 7, 3):
        T.eq(piece.text, text[piece.start : piece.end], f"text of {piece.start}:{piece.end}")
