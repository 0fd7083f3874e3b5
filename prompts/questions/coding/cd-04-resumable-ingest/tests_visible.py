from fakes import PagedSource, Store
from solution import ingest


def doc(key, text="some text", **more):
    return {"id": key, "text": text, **more}


def test_core_reads_every_page():
    """records of all pages are in the store, each under its id"""
    source, store = PagedSource([doc("a"), doc("b"), doc("c")]), Store()
    report = ingest(source.fetch, store)
    T.eq(store.rows, {"a": doc("a"), "b": doc("b"), "c": doc("c")}, "rows")
    T.eq(report.written, 3, "written")


def test_core_follows_the_cursors():
    """the first cursor is None, each further one comes from the page before"""
    source = PagedSource([doc(key) for key in "abcde"])
    ingest(source.fetch, Store())
    T.eq(source.fetched, [None, "p1", "p2"], "cursors asked for")


def test_core_counts_duplicates():
    """a page that comes twice is written once"""
    source, store = PagedSource([doc("a"), doc("b"), doc("c")], duplicate=[0]), Store()
    report = ingest(source.fetch, store)
    T.eq((report.written, report.duplicates), (3, 2), "written and duplicates")
    T.eq(store.writes, 3, "writes")


def test_core_sets_bad_records_aside():
    """a record without text is put aside with a reason, and the rest goes on"""
    bad = {"id": "b"}
    source, store = PagedSource([doc("a"), bad, doc("c")]), Store()
    report = ingest(source.fetch, store)
    T.eq(sorted(store.rows), ["a", "c"], "ids in the store")
    T.eq([rejected.record for rejected in report.rejected], [bad], "records put aside")
    T.ok(report.rejected[0].reason, "no reason is given")
