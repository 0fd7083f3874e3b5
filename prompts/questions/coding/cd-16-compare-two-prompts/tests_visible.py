from solution import describe, rate


def test_core_value():
    """180 of 200 is 90 percent"""
    T.close(rate(180, 200).value, 0.9)


def test_core_interval():
    """the interval of 180 of 200"""
    got = rate(180, 200)
    T.close(got.low, 0.8506, 1e-3, "low")
    T.close(got.high, 0.9343, 1e-3, "high")


def test_core_describe():
    """in words"""
    T.eq(describe(rate(180, 200)), "90.0 % (85.1 to 93.4)")
