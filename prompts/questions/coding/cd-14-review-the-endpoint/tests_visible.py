from fakes import Recorder

from solution import Request, handle

KEYS = {"secret-1"}
HEADERS = {"Authorization": "Bearer secret-1"}


def model(reply="Hello.", tokens=17):
    return Recorder(returns={"reply": reply, "usage": {"total_tokens": tokens}})


def test_core_answers():
    """a good request gets the reply and the tokens that were reported"""
    got = handle(Request(HEADERS, {"message": "Hi"}), model(), KEYS, {})
    T.eq((got.status, got.body), (200, {"reply": "Hello.", "tokens_used": 17}))


def test_core_without_a_key():
    """without a key the model is not called"""
    m = model()
    T.eq(handle(Request({}, {"message": "Hi"}), m, KEYS, {}).status, 401)
    T.eq(m.count, 0, "calls of the model")


def test_core_empty_message():
    """an empty message is a mistake of the client"""
    T.eq(handle(Request(HEADERS, {"message": "   "}), model(), KEYS, {}).status, 400)
