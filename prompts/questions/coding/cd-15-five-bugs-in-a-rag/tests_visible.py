from solution import Index, split


def test_core_finds_what_is_there():
    """a stored text is found by its own words"""
    index = Index()
    index.add("returns.md", "You may return goods within thirty days")
    index.add("shipping.md", "Parcels arrive after two working days")
    T.eq([passage.source for passage in index.search("return goods within thirty days", 1)], ["returns.md"])


def test_core_split_covers():
    """pieces overlap and cover the text"""
    T.eq(split("abcdefghij", 6, 2), ["abcdef", "efghij"])


def test_core_new_index_is_empty():
    """a new index holds nothing"""
    Index().add("a.md", "some text")
    T.eq(Index().search("text", 5), [])
