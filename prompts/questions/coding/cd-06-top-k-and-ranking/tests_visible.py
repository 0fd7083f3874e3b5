from solution import top_k

VECTORS = {"a": [1.0, 0.0], "b": [0.0, 1.0], "c": [2.0, 2.0], "d": [-1.0, 0.0]}


def test_core_best_first():
    """the nearest comes first"""
    T.eq([key for key, _ in top_k([1.0, 0.1], VECTORS, 2)], ["a", "c"])


def test_core_length_does_not_matter():
    """a long vector is not nearer because it is long"""
    T.close(top_k([3.0, 0.0], VECTORS, 1)[0][1], 1.0)


def test_core_fewer_than_k():
    """all come back when there are fewer than k"""
    T.eq(len(top_k([1.0, 0.0], VECTORS, 99)), 4)
