from solution import redact


def test_core_one_address():
    """an address becomes a placeholder"""
    T.eq(redact("Write to ann@example.org today."), ("Write to [EMAIL_1] today.", {"[EMAIL_1]": "ann@example.org"}))


def test_core_same_address():
    """the same address has the same placeholder"""
    T.eq(redact("a@x.org, b@x.org, A@X.org")[0], "[EMAIL_1], [EMAIL_2], [EMAIL_1]")


def test_core_nothing_to_do():
    """text without an address stays as it is"""
    T.eq(redact("Nothing here @ all."), ("Nothing here @ all.", {}))
