import time

from fakes import Recorder

from solution import AnswerCache, Scope

VECTORS = {
    "cat": [1.0, 0.0],
    "cats": [0.99, 0.05],
    "kitten": [0.97, 0.2],
    "dog": [0.0, 1.0],
    "nothing": [0.0, 0.0],
    "twice": [2.0, 0.0],
    "far": [5.0, 20.0],
}


def ours():
    return Scope("a", "opus", 1, 1)


def theirs():
    return Scope("b", "opus", 1, 1)


def plain(size=10, ttl=60.0):
    return AnswerCache(size, ttl, lambda text: [0.0, 0.0], 0.95, time.monotonic)


def similar(size=10, ttl=60.0):
    embed = Recorder(lambda text: VECTORS[text.strip().lower()])
    return AnswerCache(size, ttl, embed, 0.95, time.monotonic), embed


def test_core_every_part_of_a_scope():
    """model, prompt and documents keep answers apart too"""
    c = plain()
    c.put(ours(), "q", "x")
    for other in (Scope("a", "nano", 1, 1), Scope("a", "opus", 2, 1), Scope("a", "opus", 1, 2)):
        T.eq(c.get(other, "q"), None, f"in {other}")


def test_core_least_recently_used_goes():
    """a full cache drops what was used least recently"""
    c = plain(size=2)
    c.put(ours(), "1", "one")
    c.put(ours(), "2", "two")
    c.get(ours(), "1")
    c.put(ours(), "3", "three")
    T.eq([c.get(ours(), q) for q in "123"], ["one", None, "three"])


def test_core_put_again():
    """putting again replaces the text and the age"""
    c = plain(ttl=10)
    c.put(ours(), "q", "old")
    time.sleep(8)
    c.put(ours(), "Q ", "new")
    time.sleep(8)
    T.eq(c.get(ours(), "q"), "new")


def test_core_a_hit_does_not_renew():
    """an entry that is used grows old all the same"""
    c = plain(ttl=10)
    c.put(ours(), "q", "x")
    for _ in range(3):
        time.sleep(4)
        last = c.get(ours(), "q")
    T.eq(last, None, "after twelve seconds")


def test_core_old_entries_take_no_room():
    """what is too old does not push out what is not"""
    c = plain(size=2, ttl=10)
    c.put(ours(), "young", "y")
    c.put(ours(), "old", "o")
    time.sleep(9)
    c.put(ours(), "young", "y")
    time.sleep(2)
    c.put(ours(), "new", "n")
    T.eq((c.get(ours(), "young"), c.get(ours(), "new")), ("y", "n"))


def test_edge_similar():
    """a question that is near enough is found"""
    c, _ = similar()
    c.put(ours(), "cat", "meow")
    T.eq((c.get(ours(), "cats"), c.get(ours(), "dog")), ("meow", None))


def test_edge_nearest():
    """of several the nearest"""
    c, _ = similar()
    c.put(ours(), "kitten", "small")
    c.put(ours(), "cat", "big")
    T.eq(c.get(ours(), "cats"), "big")


def test_edge_length_does_not_matter():
    """nearness is about direction"""
    c, _ = similar()
    c.put(ours(), "twice", "x")
    T.eq(c.get(ours(), "cats"), "x")
    T.eq(c.get(ours(), "far"), None, "a long vector in another direction")


def test_edge_equally_near():
    """of equally near ones the one that was put first"""
    c, _ = similar()
    c.put(ours(), "twice", "first")
    c.put(ours(), "cat", "second")
    c.get(ours(), "twice")
    T.eq(c.get(ours(), "cats"), "first")


def test_edge_only_its_scope():
    """similar questions of other tenants are not found"""
    c, _ = similar()
    c.put(theirs(), "cat", "theirs")
    T.eq(c.get(ours(), "cats"), None)


def test_edge_similar_but_old():
    """similar questions that are too old are not found"""
    c, _ = similar(ttl=10)
    c.put(ours(), "cat", "meow")
    time.sleep(10)
    T.eq(c.get(ours(), "cats"), None)


def test_edge_zeros():
    """a vector of zeros is similar to nothing"""
    c, _ = similar()
    c.put(ours(), "nothing", "x")
    T.eq(c.get(ours(), "cat"), None)


def test_edge_embedding_is_dear():
    """no embedding for exact hits, and none with nothing to compare"""
    c, embed = similar()
    T.eq(c.get(ours(), "cat"), None)
    T.eq(embed.count, 0, "calls with an empty cache")
    c.put(ours(), "cat", "meow")
    T.eq(embed.count, 1, "calls after put")
    c.get(ours(), "cat")
    T.eq(embed.count, 1, "calls after an exact hit")
    c.get(ours(), "cats")
    T.eq(embed.count, 2, "calls after a similar hit")
    c.get(theirs(), "cats")
    T.eq(embed.count, 2, "calls in a scope without entries")


def test_edge_similar_hit_is_a_use():
    """a similar hit keeps its entry in the cache"""
    c, _ = similar(size=2)
    c.put(ours(), "cat", "meow")
    c.put(ours(), "dog", "woof")
    c.get(ours(), "cats")
    c.put(ours(), "nothing", "x")
    T.eq((c.get(ours(), "cat"), c.get(ours(), "dog")), ("meow", None))


def test_extension_asks_once():
    """the second time there is no call"""
    from solution import Answer, answer

    c, ask = plain(), Recorder(returns=Answer("x", personal=False, refused=False))
    T.eq([answer(c, ours(), "q", ask), answer(c, ours(), "q", ask)], ["x", "x"])
    T.eq(ask.count, 1, "calls")


def test_extension_not_for_everybody():
    """personal answers and refusals are not cached"""
    from solution import Answer, answer

    for given in (Answer("x", personal=True, refused=False), Answer("x", personal=False, refused=True)):
        c, ask = plain(), Recorder(returns=given)
        T.eq([answer(c, ours(), "q", ask), answer(c, ours(), "q", ask)], ["x", "x"])
        T.eq(ask.count, 2, f"calls with {given}")


def test_extension_errors_are_not_cached():
    """an error reaches the caller and leaves nothing"""
    from solution import answer

    def ask(question):
        raise ConnectionError("down")

    c = plain()
    with T.raises(ConnectionError):
        answer(c, ours(), "q", ask)
    T.eq(c.get(ours(), "q"), None)


def test_extension_forget():
    """entries are removed by parts of their scope"""
    c = plain()
    for scope in (ours(), theirs(), Scope("a", "opus", 1, 2)):
        c.put(scope, "q", scope.tenant)
    T.eq(c.forget(tenant="a", documents=1), 1)
    T.eq([c.get(scope, "q") for scope in (ours(), theirs(), Scope("a", "opus", 1, 2))], [None, "b", "a"])
    T.eq(c.forget(tenant="nobody"), 0)


def test_extension_forget_what():
    """a name that is no part of a scope is an error"""
    c = plain()
    c.put(ours(), "q", "x")
    with T.raises(TypeError):
        c.forget(colour="red")
    T.eq(c.get(ours(), "q"), "x")
