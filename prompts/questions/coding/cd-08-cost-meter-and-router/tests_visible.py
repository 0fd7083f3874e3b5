from decimal import Decimal

from solution import Price, Usage, cost, report


def prices():
    return {"opus": Price(Decimal(5), Decimal(25)), "nano": Price(Decimal("0.2"), Decimal("1.25"))}


def test_core_one_call():
    """3,000 in and 300 out on Opus"""
    T.eq(cost(Usage("a", "chat", "opus", 3000, 300), prices()), Decimal("0.0225"))


def test_core_by_tenant_and_feature():
    """sums by tenant and feature"""
    usages = [Usage("a", "chat", "opus", 3000, 300), Usage("a", "search", "nano", 3000, 300), Usage("a", "chat", "opus", 3000, 300)]
    T.eq(report(usages, prices()), {("a", "chat"): Decimal("0.0450"), ("a", "search"): Decimal("0.000975")})


def test_core_unknown_model():
    """a model without a price is an error"""
    with T.raises(KeyError):
        cost(Usage("a", "chat", "new", 1, 1), prices())
