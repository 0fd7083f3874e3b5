from fakes import Recorder

from solution import Index, Passage, build_context, split


def filled():
    index = Index()
    index.add("returns.md", "You may return goods within thirty days")
    index.add("refund.md", "The refund for goods you return arrives within five days")
    index.add("shipping.md", "Parcels travel by train")
    return index


def test_core_best_first():
    """the nearest comes first and the farthest last"""
    found = [passage.source for passage in filled().search("return goods within thirty days", 3)]
    T.eq(found, ["returns.md", "refund.md", "shipping.md"])


def test_core_fewer():
    """fewer passages than asked for"""
    T.eq(len(filled().search("goods", 9)), 3)


def test_core_case():
    """case does not matter"""
    T.eq(filled().search("PARCELS TRAVEL", 1)[0].source, "shipping.md")


def test_core_equal_ones():
    """equally near passages come in the order they were added"""
    index = Index()
    for name in ("b", "a", "c"):
        index.add(name, "same words")
    T.eq([passage.source for passage in index.search("same words", 3)], ["b", "a", "c"])


def test_core_no_text_is_lost():
    """every character is in a piece, for many sizes"""
    text = "abcdefghijklmnopqrstuvwxyz0123456789"
    for size in range(2, 12):
        for overlap in range(size):
            pieces = split(text, size, overlap)
            whole = pieces[0] + "".join(piece[overlap:] for piece in pieces[1:])
            T.eq(whole, text, f"text with size {size}, overlap {overlap}")
            T.ok(all(len(piece) > overlap for piece in pieces), f"a piece is only overlap with size {size}, overlap {overlap}")


def test_core_split_edges():
    """empty and short texts"""
    T.eq((split("", 5, 2), split("abc", 5, 2), split("abcde", 5, 2)), ([], ["abc"], ["abcde"]))


def test_edge_all_fit():
    """passages are numbered and joined"""
    got = build_context([Passage("a.md", "one"), Passage("b.md", "two")], 100)
    T.eq(got, ("[1] one\n\n[2] two", {1: "a.md", 2: "b.md"}))


def test_edge_left_out_whole():
    """what does not fit is left out whole, with its source"""
    passages = [Passage("a.md", "one"), Passage("b.md", "two"), Passage("c.md", "3")]
    T.eq(build_context(passages, 12), ("[1] one", {1: "a.md"}))
    T.eq(build_context(passages, 16), ("[1] one\n\n[2] two", {1: "a.md", 2: "b.md"}))


def test_edge_nothing_after_a_gap():
    """a short passage does not slip past a long one"""
    passages = [Passage("a.md", "one"), Passage("b.md", "x" * 50), Passage("c.md", "3")]
    T.eq(build_context(passages, 30), ("[1] one", {1: "a.md"}))


def test_edge_nothing_fits():
    """no passages, or none that fits"""
    T.eq(build_context([], 100), ("", {}))
    T.eq(build_context([Passage("a.md", "one")], 6), ("", {}))


def test_extension_cited_sources():
    """only sources that were cited, each once, in the order of citation"""
    from solution import answer

    model = Recorder(returns="Thirty days [2], see also [1] and [2].")
    got = answer("return goods within thirty days", filled(), model, 1000, 0.3)
    T.eq((got.text, got.sources), ("Thirty days [2], see also [1] and [2].", ["refund.md", "returns.md"]))


def test_extension_unknown_numbers():
    """numbers that are no passages are ignored"""
    from solution import answer

    got = answer("parcels travel by train", filled(), Recorder(returns="By train [1] [7] [0]."), 1000, 0.5)
    T.eq(got.sources, ["shipping.md"])


def test_extension_prompt():
    """the prompt holds the passages that are near enough, and the question"""
    from solution import answer

    model = Recorder(returns="x")
    answer("return goods within thirty days", filled(), model, 1000, 0.3)
    prompt = model.calls[0][0]
    T.ok("return goods within thirty days" in prompt and "You may return goods" in prompt, "context or question is missing")
    T.ok("Parcels" not in prompt, "a passage that is not near is in the prompt")


def test_extension_nothing_near():
    """without a passage that is near enough the model is not asked"""
    from solution import answer

    model = Recorder(returns="made up")
    for question, size in (("quantum physics", 1000), ("parcels travel", 5)):
        got = answer(question, filled(), model, size, 0.1)
        T.eq((got.text, got.sources), ("", []), f"answer to {question!r} in {size} characters")
    T.eq(model.count, 0, "calls of the model")
