from fakes import FakeModel

from solution import NoJson, extract

SCHEMA = {"total": int, "items": [str], "buyer": {"name": str}, "ratio": float}
GOOD = '{"total": 3, "items": ["a", "b"], "buyer": {"name": "Ann"}, "ratio": 0.5}'


def test_core_braces_in_strings():
    """braces inside strings are text"""
    T.eq(extract('x {"a": "}", "b": "{{", "c": {"d": "}"}} y'), {"a": "}", "b": "{{", "c": {"d": "}"}})


def test_core_braces_in_prose():
    """braces in prose are passed over"""
    T.eq(extract('Use {x} and {"a: like this: {"a": 1}'), {"a": 1})


def test_core_escaped_quotes():
    """escaped quotes do not end a string"""
    T.eq(extract('{"a": "he said \\"}\\" and left"} done'), {"a": 'he said "}" and left'})


def test_core_first_of_two():
    """the first object counts"""
    T.eq(extract('{"a": 1} or {"b": 2}'), {"a": 1})


def test_core_in_a_list():
    """an object inside of a list is found"""
    T.eq(extract('[{"a": 1}, {"b": 2}]'), {"a": 1})


def test_core_cut_off():
    """an object that was cut off is none"""
    with T.raises(NoJson):
        extract('{"a": [1, 2, "b"')


def test_core_only_a_list():
    """lists and single values are no objects"""
    for text in ("[1, 2]", '"text"', "3", ""):
        with T.raises(NoJson, repr(text)):
            extract(text)


def test_edge_all_well():
    """a value of the right shape has no problems"""
    from solution import check, extract

    T.eq(check({**extract(GOOD), "more": True}, SCHEMA), [])


def test_edge_every_problem():
    """every problem is named with its path, in the order of the schema"""
    from solution import check

    value = {"ratio": "x", "items": ["a", 1, None], "buyer": {}}
    T.eq(
        check(value, SCHEMA),
        [
            "total: missing",
            "items[1]: expected str, got int",
            "items[2]: expected str, got NoneType",
            "buyer.name: missing",
            "ratio: expected float, got str",
        ],
    )


def test_edge_true_is_no_number():
    """true is not a number, and 1 is not true"""
    from solution import check

    T.eq(check({"n": True}, {"n": int}), ["n: expected int, got bool"])
    T.eq(check({"n": True}, {"n": float}), ["n: expected float, got bool"])
    T.eq(check({"n": 1}, {"n": bool}), ["n: expected bool, got int"])


def test_edge_whole_number_for_float():
    """a whole number is fine where a fraction may be, not the other way round"""
    from solution import check

    T.eq(check({"n": 3}, {"n": float}), [])
    T.eq(check({"n": 3.5}, {"n": int}), ["n: expected int, got float"])


def test_edge_wrong_containers():
    """a value in place of a list or an object is a problem, not a crash"""
    from solution import check

    T.eq(check({"a": "x", "b": 3}, {"a": [str], "b": {"c": int}}), ["a: expected list, got str", "b: expected dict, got int"])


def test_extension_right_at_once():
    """a good reply costs one call"""
    from solution import ask

    model = FakeModel(f"Here: {GOOD}")
    T.eq(ask(model, "Read it.", SCHEMA)["total"], 3)
    T.eq(model.count, 1, "calls")
    T.ok(model.dollars < 0.001, f"one small call cost {model.dollars:.5f} dollars")


def test_extension_one_repair():
    """a bad reply is mended with all that is known about it"""
    from solution import ask

    bad = '{"total": "3", "items": [], "ratio": 1}'
    model = FakeModel(bad, GOOD)
    T.eq(ask(model, "Read the invoice.", SCHEMA)["total"], 3)
    second = model.prompts[1]
    for part in ("Read the invoice.", bad, "total: expected int, got str", "buyer: missing"):
        T.ok(part in second, f"the second prompt lacks {part!r}")


def test_extension_no_json_at_all():
    """a reply without an object is named as that"""
    from solution import ask

    model = FakeModel("Sorry.", GOOD)
    T.eq(ask(model, "Read it.", SCHEMA)["total"], 3)
    T.ok("no JSON object found" in model.prompts[1], "the problem is not in the second prompt")


def test_extension_gives_up_after_one():
    """a second bad reply ends it, with the problems of that reply"""
    from solution import BadOutput, ask

    model = FakeModel("Sorry.", '{"total": 1}', GOOD)
    with T.raises(BadOutput) as caught:
        ask(model, "Read it.", SCHEMA)
    T.eq(model.count, 2, "calls")
    T.eq(caught.error.problems, ["items: missing", "buyer: missing", "ratio: missing"])


def test_extension_errors_of_the_model():
    """an error of the model reaches the caller"""
    from solution import ask

    model = FakeModel(ConnectionError("down"))
    with T.raises(ConnectionError):
        ask(model, "Read it.", SCHEMA)
    T.eq(model.count, 1, "calls")
