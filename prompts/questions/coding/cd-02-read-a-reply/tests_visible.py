from solution import read_reply


def reply(message=None, finish="stop", usage={"prompt_tokens": 12, "completion_tokens": 5}):
    data = {"choices": [{"finish_reason": finish, "message": {"content": "Hello.", **(message or {})}}]}
    return data if usage is None else {**data, "usage": usage}


def test_core_plain():
    """a plain answer with its tokens"""
    got = read_reply(reply())
    T.eq((got.kind, got.text, got.tokens), ("finished", "Hello.", 17))


def test_core_cut_off():
    """an answer that was stopped by length is not finished"""
    T.eq(read_reply(reply(finish="length")).kind, "cut-off")


def test_core_refusal():
    """a refusal is its own kind, with its text"""
    got = read_reply(reply({"content": None, "refusal": "I cannot help with that."}))
    T.eq((got.kind, got.text), ("refused", "I cannot help with that."))
