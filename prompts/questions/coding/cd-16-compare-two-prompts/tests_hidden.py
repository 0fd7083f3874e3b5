from solution import describe, rate


def cases(both, neither, wins, losses):
    kinds = [(True, True)] * both + [(False, False)] * neither + [(False, True)] * wins + [(True, False)] * losses
    old = {f"c{n:04d}": pair[0] for n, pair in enumerate(kinds)}
    return old, {f"c{n:04d}": pair[1] for n, pair in reversed(list(enumerate(kinds)))}


def test_core_none_and_all():
    """none or all passed still has an interval with a width"""
    none, every = rate(0, 20), rate(20, 20)
    T.eq((none.low, every.high), (0.0, 1.0))
    T.ok(0.1 < none.high < 0.2 and 0.8 < every.low < 0.9, f"widths {none.high} and {every.low}")


def test_core_more_cases():
    """more cases give a narrower interval"""
    few, many = rate(9, 10), rate(900, 1000)
    T.ok(many.high - many.low < (few.high - few.low) / 5, "the interval of many is too wide")


def test_core_bad_counts():
    """counts that make no sense are refused"""
    for passed, total in ((0, 0), (-1, 5), (6, 5), (1, -1)):
        with T.raises(ValueError, f"{passed} of {total}"):
            rate(passed, total)


def test_core_one_case():
    """a single case says very little"""
    T.eq(describe(rate(1, 1)), "100.0 % (20.7 to 100.0)")


def test_edge_counts():
    """cases are counted by who passed them"""
    from solution import compare

    got = compare(*cases(150, 30, 14, 6))
    T.eq((got.both, got.neither, got.wins, got.losses), (150, 30, 14, 6))


def test_edge_fourteen_to_six():
    """fourteen to six may be chance"""
    from solution import compare

    got = compare(*cases(150, 30, 14, 6))
    T.close(got.statistic, 2.45)
    T.eq(got.significant, False)


def test_edge_clear_win():
    """twenty to four is not"""
    from solution import compare

    got = compare(*cases(10, 10, 20, 4))
    T.close(got.statistic, 9.375)
    T.eq(got.significant, True)


def test_edge_clear_loss():
    """a clear loss is significant too"""
    from solution import compare

    T.eq(compare(*cases(0, 0, 4, 20)).significant, True)


def test_edge_no_difference():
    """two that never differ, or equally often"""
    from solution import compare

    for split in ((5, 5, 0, 0), (0, 0, 3, 3), (0, 0, 0, 0)):
        T.eq(compare(*cases(*split)).statistic, 0.0, f"statistic of {split}")


def test_edge_other_cases():
    """cases on one side only are an error that names them"""
    from solution import compare

    with T.raises(ValueError) as caught:
        compare({"a": True, "x": True, "z": False}, {"a": True, "y": True, "w": False, "b": True})
    message = str(caught.error)
    T.ok("b, w, x" in message and "z" not in message.split(":")[-1], f"the message is {message!r}")


def test_extension_interval():
    """the interval lies around the difference"""
    from solution import bootstrap

    low, high = bootstrap(*cases(150, 30, 14, 6), 1000, 7)
    T.ok(-0.02 < low < 0.01 and 0.07 < high < 0.1, f"got {low} to {high}")


def test_extension_same_seed():
    """the same seed gives the same result, another one another"""
    from solution import bootstrap

    data = cases(40, 30, 14, 6)
    T.eq(bootstrap(*data, 300, 1), bootstrap(*data, 300, 1))
    results = {bootstrap(*data, 300, seed) for seed in range(8)}
    T.ok(len(results) > 1, "the seed makes no difference")


def test_extension_pairs():
    """two prompts that agree everywhere differ by nothing, whatever is drawn"""
    from solution import bootstrap

    T.eq(bootstrap(*cases(30, 30, 0, 0), 200, 5), (0.0, 0.0))


def test_extension_bad_arguments():
    """no cases, no rounds or other cases are refused"""
    from solution import bootstrap

    for old, new, rounds in (({}, {}, 10), ({"a": True}, {"a": True}, 0), ({"a": True}, {"b": True}, 10)):
        with T.raises(ValueError, f"{old}, {new}, {rounds}"):
            bootstrap(old, new, rounds, 1)


def test_extension_few_rounds():
    """one round is an interval of one value"""
    from solution import bootstrap

    low, high = bootstrap(*cases(4, 3, 2, 1), 1, 9)
    T.eq(low, high)
