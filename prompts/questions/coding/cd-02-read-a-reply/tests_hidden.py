from solution import read_reply


def reply(message=None, finish="stop", usage={"prompt_tokens": 12, "completion_tokens": 5}):
    data = {"choices": [{"finish_reason": finish, "message": {"content": "Hello.", **(message or {})}}]}
    return data if usage is None else {**data, "usage": usage}


def call(arguments, name="search", id="call_1"):
    return {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}


def test_core_no_usage():
    """tokens that were not reported are unknown"""
    for usage in (None, {}, {"prompt_tokens": 12}, {"prompt_tokens": 12, "completion_tokens": None}):
        T.eq(read_reply(reply(usage=usage)).tokens, None, f"tokens with usage {usage}")
    T.eq(read_reply({**reply(), "usage": None}).tokens, None, "tokens with null usage")


def test_core_zero_is_known():
    """zero tokens is a number like others"""
    T.eq(read_reply(reply(usage={"prompt_tokens": 9, "completion_tokens": 0})).tokens, 9)


def test_core_kinds():
    """every way to end has its kind"""
    for finish, kind in (("content_filter", "blocked"), ("something_new", "other"), (None, "other")):
        T.eq(read_reply(reply(finish=finish)).kind, kind, f"kind for {finish}")


def test_core_null_content():
    """content that is null is an empty text"""
    T.eq(read_reply(reply({"content": None})).text, "")


def test_core_empty_refusal():
    """a refusal that is null or empty is none"""
    for refusal in (None, ""):
        T.eq(read_reply(reply({"refusal": refusal})).kind, "finished", f"kind with refusal {refusal!r}")


def test_edge_text_blocks():
    """text blocks are one text"""
    blocks = [{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo."}]
    T.eq(read_reply(reply({"content": blocks})).text, "Hello.")


def test_edge_unknown_blocks():
    """blocks of other types are kept as they are"""
    image = {"type": "image", "url": "a.png"}
    got = read_reply(reply({"content": [image, {"type": "text", "text": "See."}, {"type": "citation", "ref": 3}]}))
    T.eq((got.text, got.other), ("See.", [image, {"type": "citation", "ref": 3}]))


def test_edge_tool_calls():
    """tool calls come with parsed arguments"""
    got = read_reply(reply({"content": None, "tool_calls": [call('{"q": "rain"}'), call("{}", "stop", "call_2")]}, "tool_calls"))
    T.eq(got.kind, "tools")
    T.eq([(tool.id, tool.name, tool.arguments) for tool in got.tool_calls], [("call_1", "search", {"q": "rain"}), ("call_2", "stop", {})])


def test_edge_tools_by_any_end():
    """a reply with tool calls is one of tools, unless it was cut off"""
    T.eq(read_reply(reply({"tool_calls": [call("{}")]}, "stop")).kind, "tools")
    T.eq(read_reply(reply({"tool_calls": [call('{"q": "ra')]}, "length")).kind, "cut-off")


def test_edge_bad_arguments():
    """arguments that are no JSON object are kept as text"""
    for raw in ('{"q": "ra', "[1, 2]", "rain", ""):
        tool = read_reply(reply({"tool_calls": [call(raw)]})).tool_calls[0]
        T.eq((tool.arguments, tool.raw), (None, raw), f"arguments {raw!r}")


def test_edge_null_tool_calls():
    """no tool calls may also be null"""
    got = read_reply(reply({"tool_calls": None}))
    T.eq((got.kind, got.tool_calls), ("finished", []))


def test_extension_names_the_path():
    """a wrong shape is an error that says where"""
    from solution import BadReply

    cases = {
        "choices": {"error": "overloaded"},
        "choices[0]": {"choices": []},
        "choices[0].message": {"choices": [{"finish_reason": "stop"}]},
        "choices[0].message.content": reply({"content": 7}),
    }
    for path, data in cases.items():
        with T.raises(BadReply, path) as caught:
            read_reply(data)
        T.ok(path in str(caught.error), f"{str(caught.error)!r} does not name {path}")


def test_extension_sum():
    """known tokens are added up"""
    from solution import total_tokens

    T.eq(total_tokens([read_reply(reply()), read_reply(reply())]), 34)
    T.eq(total_tokens([]), 0)


def test_extension_unknown_sum():
    """one unknown makes the sum unknown"""
    from solution import total_tokens

    T.eq(total_tokens([read_reply(reply()), read_reply(reply(usage=None))]), None)
