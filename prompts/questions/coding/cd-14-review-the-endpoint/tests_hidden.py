from fakes import Recorder, Scripted

from solution import Request, handle

KEYS = {"secret-1", "secret-2"}
HEADERS = {"Authorization": "Bearer secret-1"}


def model(reply="Hello.", tokens=17):
    return Recorder(returns={"reply": reply, "usage": {"total_tokens": tokens}})


def status(body=None, headers=None, m=None):
    return handle(Request(HEADERS if headers is None else headers, {"message": "Hi"} if body is None else body), m or model(), KEYS, {}).status


def user(text):
    return {"role": "user", "content": text}


def bot(text):
    return {"role": "assistant", "content": text}


def test_core_keys():
    """only known keys in the right form are let in"""
    for value in ("Bearer nope", "secret-1", "Basic secret-1", "Bearer", "Bearer ", ""):
        T.eq(status(headers={"authorization": value}), 401, f"status for {value!r}")
    T.eq(status(headers={"AUTHORIZATION": "Bearer secret-2"}), 200, "status for another spelling")


def test_core_bodies():
    """bodies of the wrong shape are mistakes of the client"""
    for body in ([], "text", 7, {}, {"message": 3}, {"message": None}, {"message": ["x"]}, {"message": "Hi", "conversation_id": 4}):
        T.eq(status(body), 400, f"status for {body!r}")
    T.eq(status({"message": "Hi", "conversation_id": None, "more": 1}), 200, "status with a null id")


def test_core_no_body_at_all():
    """no body is a mistake of the client too"""
    T.eq(handle(Request(HEADERS, None), model(), KEYS, {}).status, 400)


def test_core_length():
    """4,000 characters are allowed and no more"""
    m = model()
    T.eq(status({"message": "x" * 4000}, m=m), 200)
    T.eq(status({"message": "x" * 4001}, m=m), 413)
    T.eq(m.count, 1, "calls of the model")


def test_core_key_first():
    """without a key nothing else is looked at"""
    for body in (None, [], {"message": "x" * 9999}):
        T.eq(handle(Request({}, body), model(), KEYS, {}).status, 401)


def test_core_errors_are_sentences():
    """a refusal says something"""
    for got in (handle(Request({}, {}), model(), KEYS, {}), handle(Request(HEADERS, {}), model(), KEYS, {})):
        T.eq(list(got.body), ["error"])
        T.ok(isinstance(got.body["error"], str) and len(got.body["error"]) > 8, f"the error is {got.body['error']!r}")


def test_edge_conversation():
    """earlier turns are sent along, and the new one is kept"""
    m, store = model("Two."), {"c": [user("One?"), bot("One.")]}
    handle(Request(HEADERS, {"message": "Two?", "conversation_id": "c"}), m, KEYS, store)
    T.eq(m.calls[0][0], [user("One?"), bot("One."), user("Two?")], "messages")
    T.eq(store["c"], [user("One?"), bot("One."), user("Two?"), bot("Two.")], "store")


def test_edge_new_conversation():
    """an id that is not there begins a conversation"""
    store = {}
    handle(Request(HEADERS, {"message": "Hi", "conversation_id": "new"}), model(), KEYS, store)
    T.eq(store, {"new": [user("Hi"), bot("Hello.")]})


def test_edge_no_conversation():
    """without an id nothing is kept"""
    m, store = model(), {"c": [user("x")]}
    handle(Request(HEADERS, {"message": "Hi"}), m, KEYS, store)
    T.eq((m.calls[0][0], store), ([user("Hi")], {"c": [user("x")]}))


def test_edge_nothing_kept_on_failure():
    """a failed turn leaves the conversation as it was"""
    store = {"c": [user("One?"), bot("One.")]}
    handle(Request(HEADERS, {"message": "Two?", "conversation_id": "c"}), Scripted(RuntimeError("x")), KEYS, store)
    T.eq(store, {"c": [user("One?"), bot("One.")]})


def test_edge_upstream_errors():
    """a model that is too slow is another error than one that fails"""
    T.eq(status(m=Scripted(TimeoutError("slow"))), 504)
    T.eq(status(m=Scripted(ConnectionError("down"))), 502)
    T.eq(status(m=Scripted(ValueError("odd"))), 502)


def test_edge_no_leak():
    """what an exception says stays inside"""
    got = handle(Request(HEADERS, {"message": "Hi"}), Scripted(RuntimeError("key sk-123 refused by host 10.0.0.7")), KEYS, {})
    said = f"{got.status} {got.headers} {got.body}"
    T.ok("sk-123" not in said and "10.0.0.7" not in said, "the answer holds the text of the exception")


def test_extension_request_id():
    """every result carries the id of its request"""
    for headers, expected in (({**HEADERS, "X-Request-Id": "abc"}, "abc"), ({"x-REQUEST-id": "d"}, "d"), (HEADERS, "made-1")):
        got = handle(Request(headers, {"message": "Hi"}), model(), KEYS, {}, new_id=lambda: "made-1")
        T.eq(got.request_id, expected, f"id with {headers}")


def test_extension_random_id():
    """without anything given the ids differ"""
    ids = {handle(Request({}, None), model(), KEYS, {}).request_id for _ in range(5)}
    T.eq(len(ids), 5, "different ids")


def test_extension_limit():
    """the sixth request in a minute has to wait"""
    now, limits = [100.0], {}

    def send(headers=HEADERS, body={"message": "Hi"}):
        return handle(Request(headers, body), model(), KEYS, {}, limits=limits, now=lambda: now[0])

    for second in range(5):
        now[0] = 100.0 + second
        T.eq(send().status, 200, f"request {second + 1}")
    now[0] = 104.5
    got = send()
    T.eq((got.status, got.headers.get("retry-after")), (429, "56"))
    T.eq(send({"authorization": "Bearer secret-2"}).status, 200, "another key")
    now[0] = 160.0
    T.eq(send().status, 200, "after a minute")
    T.eq(send().status, 429, "one more")


def test_extension_what_counts():
    """requests refused for access or number do not count, others do"""
    now, limits = [0.0], {}

    def send(headers=HEADERS, body={"message": "Hi"}):
        return handle(Request(headers, body), model(), KEYS, {}, limits=limits, now=lambda: now[0]).status

    for _ in range(9):
        send({})
    T.eq([send(body={}) for _ in range(5)], [400] * 5)
    T.eq([send() for _ in range(3)], [429] * 3)
    now[0] = 60.0
    T.eq(send(), 200, "after a minute")
