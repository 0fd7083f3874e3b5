from solution import NoJson, extract


def test_core_alone():
    """an object that stands alone"""
    T.eq(extract('{"a": [1, 2]}'), {"a": [1, 2]})


def test_core_in_a_fence():
    """an object in a fence, between sentences"""
    T.eq(extract('Sure!\n```json\n{"a": 1}\n```\nAnything else?'), {"a": 1})


def test_core_none():
    """a text without an object"""
    with T.raises(NoJson):
        extract("I would rather not say.")
