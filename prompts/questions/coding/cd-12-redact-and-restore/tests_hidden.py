from solution import redact

CARD = "4539 1488 0343 6467"


def test_core_first_form_is_kept():
    """an address is kept as it was written first"""
    T.eq(redact("Ann@Example.org and ann@example.org")[1], {"[EMAIL_1]": "Ann@Example.org"})


def test_core_where_it_ends():
    """a full stop, brackets and quotes are not part of an address"""
    text = 'Ask ann@example.org. Or (bob@mail.example.co.uk), or "c.d+e@x-y.io"!'
    T.eq(redact(text)[0], 'Ask [EMAIL_1]. Or ([EMAIL_2]), or "[EMAIL_3]"!')


def test_core_no_address():
    """what only looks like an address stays"""
    for text in ("ann@localhost", "ann@example.c", "@example.org", "ann at example.org", "ann@.org"):
        T.eq(redact(text), (text, {}), f"redact({text!r})")


def test_core_many():
    """numbers go on beyond nine"""
    text = " ".join(f"user{n}@example.org" for n in range(12))
    T.ok(redact(text)[0].endswith("[EMAIL_12]"), "the twelfth address has another number")


def test_core_empty():
    """an empty text"""
    T.eq(redact(""), ("", {}))


def test_edge_card():
    """a card number with spaces, hyphens or neither"""
    for form in (CARD, CARD.replace(" ", "-"), CARD.replace(" ", "")):
        T.eq(redact(f"Card {form}."), ("Card [CARD_1].", {"[CARD_1]": form}), f"card {form}")


def test_edge_wrong_sum():
    """digits whose sum is wrong are no card"""
    for text in ("Order 4539148803436468", "No. 1234 5678 9012 3456"):
        T.eq(redact(text), (text, {}), f"redact({text!r})")


def test_edge_not_inside_longer_numbers():
    """a longer run of digits holds no card"""
    for text in (f"1{CARD.replace(' ', '')}9876", f"{CARD} 1234 5678"):
        T.eq(redact(text)[1], {}, f"found in {text!r}")


def test_edge_phone():
    """phone numbers begin with a plus"""
    T.eq(redact("Call +44 20 7946 0958 or +4420-7946-0999, not 020 7946 0958.")[0], "Call [PHONE_1] or [PHONE_2], not 020 7946 0958.")


def test_edge_no_phone():
    """too few or too many digits, or a letter before the plus, are no phone"""
    for text in ("+1234567", "+1234567890123456", "a+4420794609", "1+4420794609"):
        T.eq(redact(text), (text, {}), f"redact({text!r})")


def test_edge_one_value_in_several_forms():
    """one number in two forms is one value"""
    clean, found = redact(f"{CARD} and {CARD.replace(' ', '')} and +44 20 7946 0958 and +442079460958")
    T.eq(clean, "[CARD_1] and [CARD_1] and [PHONE_1] and [PHONE_1]")
    T.eq(found, {"[CARD_1]": CARD, "[PHONE_1]": "+44 20 7946 0958"})


def test_edge_longer_wins():
    """of two that overlap the longer counts"""
    text = "4539148803436467@example.org"
    T.eq(redact(text), ("[EMAIL_1]", {"[EMAIL_1]": text}))


def test_extension_there_and_back():
    """restoring gives back the original"""
    from solution import restore

    text = f"From ann@example.org ({CARD}) to bob@example.org, ann@example.org."
    clean, found = redact(text)
    T.ok("@" not in clean, "an address is left")
    T.eq(restore(clean, found), text)


def test_extension_unknown_placeholders():
    """placeholders that were not handed out stay"""
    from solution import restore

    T.eq(restore("[EMAIL_1] [EMAIL_2] [OTHER_1]", {"[EMAIL_1]": "a@x.org"}), "a@x.org [EMAIL_2] [OTHER_1]")


def test_extension_not_twice():
    """what was put in is not looked at again"""
    from solution import restore

    T.eq(restore("[EMAIL_1] [EMAIL_2]", {"[EMAIL_1]": "[EMAIL_2]", "[EMAIL_2]": "b@x.org"}), "[EMAIL_2] b@x.org")


def test_extension_numbers_of_two_digits():
    """the twelfth is not the first with a 2 behind it"""
    from solution import restore

    text = " ".join(f"user{n}@example.org" for n in range(12))
    clean, found = redact(text)
    T.eq(clean.split()[11], "[EMAIL_12]", "the twelfth")
    T.eq(restore(clean, found), text)


def test_extension_text_with_placeholders():
    """a text that holds a placeholder of its own survives"""
    from solution import restore

    text = "Literally [EMAIL_1] and ann@example.org"
    clean, found = redact(text)
    T.eq(clean, "Literally [EMAIL_1] and [EMAIL_2]")
    T.eq(restore(clean, found), text)
