from decimal import Decimal

from solution import Price, Usage, cost, report


def prices():
    return {
        "opus": Price(Decimal(5), Decimal(25), tier=3),
        "sonnet": Price(Decimal(3), Decimal(15), tier=2),
        "nano": Price(Decimal("0.2"), Decimal("1.25"), tier=1),
    }


def use(**changes):
    return Usage(**{"tenant": "a", "feature": "chat", "model": "opus", "tokens_in": 3000, "tokens_out": 300, **changes})


def test_core_exact():
    """three hundred small amounts add up exactly"""
    usages = (use(model="nano", tokens_in=1, tokens_out=0) for _ in range(300))
    T.eq(report(usages, prices()), {("a", "chat"): Decimal("0.00006")})


def test_core_money_is_decimal():
    """an amount is a Decimal, not rounded"""
    amount = cost(use(model="nano", tokens_in=1, tokens_out=1), prices())
    T.ok(isinstance(amount, Decimal), f"got a {type(amount).__name__}")
    T.eq(amount, Decimal("0.00000145"))


def test_core_unknown_in_a_report():
    """one unknown model stops the report"""
    with T.raises(KeyError):
        report([use(), use(model="new")], prices())


def test_core_nothing():
    """no records, no sums"""
    T.eq(report([], prices()), {})


def test_edge_cached_input():
    """tokens from the cache cost their share and are not counted twice"""
    T.eq(cost(use(tokens_out=0, cached_in=2000), prices()), Decimal("0.006"))
    T.eq(cost(use(tokens_out=0, cached_in=3000), prices()), Decimal("0.0015"))


def test_edge_share_is_data():
    """the share comes from the price"""
    ours = {"m": Price(Decimal(10), Decimal(0), cache_read=Decimal("0.25"))}
    T.eq(cost(use(model="m", tokens_in=1000, tokens_out=0, cached_in=1000), ours), Decimal("0.0025"))


def test_edge_batch():
    """a batch costs its factor, for everything in it"""
    T.eq(cost(use(batch=True), prices()), Decimal("0.01125"))
    T.eq(cost(use(batch=True, cached_in=3000), prices(), batch_factor=Decimal("0.8")), Decimal("0.0072"))


def test_edge_report_with_discounts():
    """the report knows batches and their factor"""
    got = report([use(batch=True), use(feature="x", batch=True)], prices(), batch_factor=Decimal("0.8"))
    T.eq(got, {("a", "chat"): Decimal("0.018"), ("a", "x"): Decimal("0.018")})


def test_edge_bad_counts():
    """counts that make no sense are refused"""
    for bad in ({"cached_in": 3001}, {"tokens_in": -1}, {"tokens_out": -1}, {"cached_in": -1}):
        with T.raises(ValueError, str(bad)):
            cost(use(**bad), prices())


def test_edge_free_is_left_out():
    """what cost nothing is not in the report"""
    T.eq(report([use(tokens_in=0, tokens_out=0)], prices()), {})


def test_extension_cheapest():
    """the cheapest that is able enough"""
    from solution import choose

    T.eq(choose(prices(), 2, 3000, 300, Decimal(1)), "sonnet")
    T.eq(choose(prices(), 1, 3000, 300, Decimal(1)), "nano")


def test_extension_budget():
    """a model at exactly the budget is allowed, one above is not"""
    from solution import NoModel, choose

    T.eq(choose(prices(), 3, 3000, 300, Decimal("0.0225")), "opus")
    with T.raises(NoModel):
        choose(prices(), 3, 3000, 300, Decimal("0.0224"))


def test_extension_ties():
    """of equally cheap ones the first by name"""
    from solution import choose

    ours = {"b": Price(Decimal(1), Decimal(1)), "a": Price(Decimal(1), Decimal(1), tier=2)}
    T.eq(choose(ours, 1, 10, 10, Decimal(1)), "a")


def test_extension_none_able():
    """no model of that tier is an error"""
    from solution import NoModel, choose

    with T.raises(NoModel):
        choose(prices(), 4, 1, 1, Decimal(9))
