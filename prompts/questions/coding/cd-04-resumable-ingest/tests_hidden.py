from fakes import PagedSource, Scripted, Store, TransportError
from solution import SourceError, ingest


def doc(key, text="some text", **more):
    return {"id": key, "text": text, **more}


SIX = [doc(key) for key in "abcdef"]


class Bookmark:
    """A checkpoint that remembers, and notes how many rows the store had at every save."""

    def __init__(self, cursor=None, store=None):
        self.cursor, self.store, self.saved = cursor, store, []

    def load(self):
        return self.cursor

    def save(self, cursor):
        self.cursor = cursor
        self.saved.append((cursor, len(self.store.rows)) if self.store else cursor)


def page(items, *following):
    return {"items": items, "next": following[0]} if following else {"items": items}


def test_core_empty_source():
    """a source without records gives an empty report"""
    report = ingest(PagedSource([]).fetch, Store())
    T.eq((report.written, report.duplicates, report.rejected), (0, 0, []), "report")


def test_core_empty_page_in_the_middle():
    """a page without records is not the end"""
    store = Store()
    ingest(Scripted(page([doc("a")], "x"), page([], "y"), page([doc("b")], None)), store)
    T.eq(sorted(store.rows), ["a", "b"], "ids in the store")


def test_core_new_version_of_a_record():
    """other content under the same id replaces the row"""
    store = Store()
    report = ingest(PagedSource([doc("a", "old"), doc("b"), doc("a", "new")]).fetch, store)
    T.eq(store.rows["a"], doc("a", "new"), "row a")
    T.eq((report.written, report.duplicates), (3, 0), "written and duplicates")


def test_core_version_that_comes_back():
    """the last version wins, also when it was there before"""
    store = Store()
    report = ingest(PagedSource([doc("a", "one"), doc("a", "two"), doc("a", "one")]).fetch, store)
    T.eq(store.rows["a"], doc("a", "one"), "row a")
    T.eq(report.written, 3, "written")


def test_core_same_text_under_two_ids():
    """two ids with equal text are two records"""
    store = Store()
    ingest(PagedSource([doc("a", "equal"), doc("b", "equal")]).fetch, store)
    T.eq(sorted(store.rows), ["a", "b"], "ids in the store")


def test_core_many_kinds_of_bad_records():
    """whatever is not a record is put aside in order, none of it stops the run"""
    bad = [None, "text", ["a"], {}, {"text": "x"}, {"id": 7, "text": "x"}, {"id": ["a"], "text": "x"}, {"id": " ", "text": "x"}, {"id": "k", "text": None}, {"id": "k", "text": "\n"}, {"id": "k", "text": 3}]
    store = Store()
    report = ingest(PagedSource([doc("a"), *bad, doc("z")], 3).fetch, store)
    T.eq([rejected.record for rejected in report.rejected], bad, "records put aside")
    T.eq(sorted(store.rows), ["a", "z"], "ids in the store")


def test_edge_begins_at_the_checkpoint():
    """reading begins where the checkpoint says"""
    source, store = PagedSource(SIX), Store()
    ingest(source.fetch, store, checkpoint=Bookmark("p1"))
    T.eq(source.fetched, ["p1", "p2"], "cursors asked for")
    T.eq(sorted(store.rows), ["c", "d", "e", "f"], "ids in the store")


def test_edge_saves_after_each_page():
    """every save comes when the rows of its page are in the store; the last one is None"""
    store = Store()
    mark = Bookmark(store=store)
    ingest(PagedSource(SIX).fetch, store, checkpoint=mark)
    T.eq(mark.saved, [("p1", 2), ("p2", 4), (None, 6)], "cursor and rows at each save")


def test_edge_crash_while_writing():
    """after a failed write the next run completes the store"""
    source, store, mark = PagedSource(SIX), Store(fail_on={4: ConnectionError("store is away")}), Bookmark()
    with T.raises(ConnectionError):
        ingest(source.fetch, store, checkpoint=mark)
    T.eq(mark.cursor, "p1", "checkpoint after the crash")
    ingest(source.fetch, store, checkpoint=mark)
    T.eq(sorted(store.rows), list("abcdef"), "ids in the store")
    T.eq(mark.cursor, None, "checkpoint at the end")


def test_edge_crash_while_reading():
    """after a failed fetch nothing that was read is read again"""
    source, store, mark = PagedSource(SIX, faults={2: [TransportError("reset")]}), Store(), Bookmark()
    with T.raises(TransportError):
        ingest(source.fetch, store, checkpoint=mark)
    ingest(source.fetch, store, checkpoint=mark)
    T.eq(source.fetched, [None, "p1", "p2", "p2"], "cursors asked for")
    T.eq((sorted(store.rows), store.writes), (list("abcdef"), 6), "ids in the store and writes")


def test_edge_cursor_that_comes_back():
    """a source that leads in a circle is noticed, and the checkpoint does not join in"""
    source, mark = PagedSource(SIX, repeat_from={2: 1}), Bookmark()
    with T.raises(SourceError) as caught:
        ingest(source.fetch, Store(), checkpoint=mark)
    T.eq(source.fetched, [None, "p1", "p2"], "cursors asked for")
    T.eq(caught.error.cursor, "p1", "cursor of the error")
    T.eq(mark.cursor, "p2", "checkpoint")


def test_edge_circle_at_the_checkpoint():
    """a page that leads to itself is noticed where a run resumes"""
    source, mark = PagedSource(SIX, repeat_from={1: 1}), Bookmark("p1")
    with T.raises(SourceError):
        ingest(source.fetch, Store(), checkpoint=mark)
    T.eq(source.fetched, ["p1"], "cursors asked for")


def test_edge_malformed_pages():
    """a page of the wrong shape stops the run, and the checkpoint stays at that page"""
    for wrong in (page([doc("b")]), {"next": None}, page(None, None), page({"a": 1}, None), page([], 3), None, "busy"):
        mark = Bookmark()
        with T.raises(SourceError, f"page {wrong!r}") as caught:
            ingest(Scripted(page([doc("a")], "x"), wrong), Store(), checkpoint=mark)
        T.eq((caught.error.cursor, mark.cursor), ("x", "x"), f"cursor of the error and checkpoint for {wrong!r}")


def test_edge_without_a_checkpoint():
    """the checkpoint may be left out"""
    store = Store()
    ingest(PagedSource(SIX).fetch, store)
    T.eq(len(store.rows), 6, "rows")


def test_extension_fingerprint():
    """equal content has an equal fingerprint, other content another one"""
    from solution import fingerprint

    one = fingerprint({"id": "a", "text": "x", "tags": {"p": 1, "q": 2}})
    T.ok(isinstance(one, str), "a fingerprint is a string")
    T.eq(fingerprint({"tags": {"q": 2, "p": 1}, "text": "x", "id": "a"}), one, "fingerprint with the keys in another order")
    T.ok(fingerprint({"id": "a", "text": "x", "tags": {"p": 1, "q": 3}}) != one, "other tags have the same fingerprint")
    T.ok(fingerprint({"id": "a", "text": "y", "tags": {"p": 1, "q": 2}}) != one, "another text has the same fingerprint")


def test_extension_second_night():
    """the next run writes what changed, and nothing else"""
    from solution import fingerprint

    store, known = Store(), {}
    ingest(PagedSource(SIX).fetch, store, known=known)
    T.eq(known, {record["id"]: fingerprint(record) for record in SIX}, "known after the first night")
    changed = [doc("a"), doc("b", "changed"), *SIX[2:], doc("g")]
    report = ingest(PagedSource(changed).fetch, store, known=known)
    T.eq((report.written, report.duplicates), (2, 5), "written and duplicates")
    T.eq((store.writes, store.rows["b"]["text"]), (8, "changed"), "writes and text of b")
    T.eq(known["b"], fingerprint(doc("b", "changed")), "known b")


def test_extension_failed_write_is_not_known():
    """a record whose write failed is written the next time"""
    source, store, known = PagedSource(SIX), Store(fail_on={2: ConnectionError("store is away")}), {}
    with T.raises(ConnectionError):
        ingest(source.fetch, store, known=known)
    T.eq(sorted(known), ["a"], "known ids")
    ingest(source.fetch, store, known=known)
    T.eq(sorted(store.rows), list("abcdef"), "ids in the store")
    T.eq(store.duplicates, 0, "rows written again unchanged")


def test_extension_missing():
    """ids that a whole run did not meet are named in order, and stay known"""
    store, known = Store(), {}
    T.eq(ingest(PagedSource(SIX).fetch, store, known=known).missing, [], "missing on the first night")
    report = ingest(PagedSource([doc("f"), doc("b"), doc("c"), doc("e")]).fetch, store, known=known)
    T.eq(report.missing, ["a", "d"], "missing")
    T.eq((sorted(known), len(store.rows)), (list("abcdef"), 6), "known ids and rows")


def test_extension_resumed_run_misses_nothing():
    """a run that began in the middle calls nothing missing"""
    known = {}
    ingest(PagedSource(SIX).fetch, Store(), known=known)
    report = ingest(PagedSource(SIX).fetch, Store(), checkpoint=Bookmark("p2"), known=known)
    T.eq(report.missing, [], "missing")


def test_extension_rejected_is_not_missing():
    """an id whose record is bad tonight is still there"""
    known = {}
    ingest(PagedSource(SIX).fetch, Store(), known=known)
    report = ingest(PagedSource([*SIX[:4], doc("e", " "), doc("f")]).fetch, Store(), known=known)
    T.eq((report.missing, len(report.rejected)), ([], 1), "missing and how many were put aside")
