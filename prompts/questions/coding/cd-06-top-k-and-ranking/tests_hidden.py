import math
import random

from solution import top_k


def test_core_ties():
    """equal scores come in the order of their ids"""
    vectors = {"z": [1.0, 0.0], "y": [2.0, 0.0], "x": [4.0, 0.0]}
    T.eq([key for key, _ in top_k([1.0, 0.0], vectors, 3)], ["x", "y", "z"])


def test_core_zero_vectors():
    """vectors of zeros have the score 0"""
    T.eq(top_k([1.0, 0.0], {"a": [0.0, 0.0]}, 1), [("a", 0.0)])
    T.eq(top_k([0.0, 0.0], {"b": [1.0, 0.0], "a": [0.0, 1.0]}, 2), [("a", 0.0), ("b", 0.0)])


def test_core_bad_arguments():
    """another number of dimensions, or no k, is refused"""
    with T.raises(ValueError, "dimensions"):
        top_k([1.0], {"a": [1.0, 0.0]}, 1)
    with T.raises(ValueError, "k"):
        top_k([1.0], {"a": [1.0]}, 0)


def test_core_many():
    """two thousand vectors against a plain sort"""
    source = random.Random(7)
    vectors = {f"{n:05d}": [source.gauss(0, 1) for _ in range(16)] for n in range(2000)}
    query = [source.gauss(0, 1) for _ in range(16)]

    def cosine(v):
        return sum(a * b for a, b in zip(query, v)) / math.hypot(*query) / math.hypot(*v)

    wanted = sorted(vectors, key=lambda key: (-cosine(vectors[key]), key))[:10]
    T.eq([key for key, _ in top_k(query, vectors, 10)], wanted)


def test_edge_recall():
    """the share of the relevant that was found"""
    from solution import recall_at

    T.close(recall_at(["a", "b", "c", "d", "e"], {"b", "d", "x"}, 5), 2 / 3)
    T.eq(recall_at(["a", "b"], {"b"}, 1), 0.0)


def test_edge_precision():
    """the share of the first k that is relevant, also of a short list"""
    from solution import precision_at

    T.close(precision_at(["a", "b", "c", "d", "e"], {"b", "d", "x"}, 5), 0.4)
    T.close(precision_at(["b"], {"b"}, 5), 0.2, what="one result for five places")


def test_edge_mrr():
    """one over the place of the first relevant"""
    from solution import mrr

    T.eq(mrr(["a", "b", "c"], {"b", "c"}), 0.5)
    T.eq(mrr(["a"], {"b"}), 0.0)


def test_edge_nothing_relevant():
    """without anything relevant there is no recall to speak of"""
    from solution import mrr, precision_at, recall_at

    T.eq((recall_at(["a"], set(), 1), mrr(["a"], set()), precision_at(["a"], set(), 1)), (None, None, 0.0))


def test_edge_repeated_ids():
    """an id counts once"""
    from solution import mrr, precision_at, recall_at

    ranked = ["a", "a", "b", "b"]
    T.close(precision_at(ranked, {"b"}, 2), 0.5)
    T.close(recall_at(ranked, {"a", "b"}, 2), 1.0)
    T.eq(mrr(ranked, {"b"}), 0.5)


def test_edge_bad_k():
    """a k below one is refused everywhere"""
    from solution import precision_at, recall_at

    for score in (precision_at, recall_at):
        with T.raises(ValueError):
            score(["a"], {"a"}, 0)


def test_extension_worked_by_hand():
    """relevances 0 1 0 1 0 with three relevant in all"""
    from solution import ndcg_at

    T.close(ndcg_at(["a", "b", "c", "d", "e"], {"b": 1, "d": 1, "x": 1}, 5), 0.4981, 1e-3)


def test_extension_perfect_order():
    """the best order has the score 1"""
    from solution import ndcg_at

    T.close(ndcg_at(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}, 3), 1.0)
    T.ok(ndcg_at(["c", "b", "a"], {"a": 3, "b": 2, "c": 1}, 3) < 0.9, "the worst order scores too well")


def test_extension_nothing_to_gain():
    """with no grades there is no score"""
    from solution import ndcg_at

    T.eq(ndcg_at(["a"], {}, 3), None)
    T.eq(ndcg_at(["a"], {"a": 0}, 3), None)
