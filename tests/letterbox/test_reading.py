"""Bytes that anybody may have written: what is theirs is kept, what is quoted goes, and everything has an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.letterbox.letter import READ, TEXT, read_letter
from bot.letterbox.quoted import own_words
from tests.letterbox.letters import letter


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("We will go.\n\nOn Mon, 23 Nov 2026, Team wrote:\n> Please go", "We will go."),
        (
            "We will go.\n\nOn Monday 23 November 2026 at 09:00 the team\n<team@example.org> wrote:\n\n> x",
            "We will go.",
        ),
        ("Yes.\n\n-----Original Message-----\nFrom: Team\nWhat is asked", "Yes."),
        ("Yes.\n\nFrom: Team <team@example.org>\nSent: 23 November\nTo: us\n\nold", "Yes."),
        ("Yes.\n________________________________\nFrom: Team", "Yes."),
        ("Yes.\n-- \nRuby\n01632 960001", "Yes."),
        ("Yes.\n\nSent from my phone", "Yes."),
        ("> Can you go?\n\nYes, on Friday.\n> And when?\nAt nine.", "Yes, on Friday.\nAt nine."),
        ("On Friday we go.\nFrom: the gate to the shop.", "On Friday we go.\nFrom: the gate to the shop."),
        ("On Mon, Team wrote:\n> quoted first\n\nAnd answered below", "On Mon, Team wrote:\n\nAnd answered below"),
        ("> only a quotation", "> only a quotation"),
        ("", ""),
    ],
)
def test_own_words(written: str, kept: str):
    assert own_words(written) == kept


def test_a_letter_in_html_alone():
    raw = (
        b"Content-Type: text/html; charset=iso-8859-1\n\n<html><head><title>T</title><style>p{}</style></head>"
        b"<body><p>Caf\xe9 &amp; bar</p><div>second line<br>third</div><blockquote>old</blockquote></body></html>"
    )
    assert read_letter(raw).text == "Café & bar\n\nsecond line\nthird"


@pytest.mark.parametrize("charset", ["utf-8", "x-unknown", "idna", "punycode", "base64", "utf-7", "", "ascii"])
def test_whatever_charset_it_claims(charset: str):
    raw = f'Content-Type: text/plain; charset="{charset}"\n\nLight out'.encode()
    assert read_letter(raw).text == "Light out"


def test_words_with_no_charset_of_theirs_stay():
    assert read_letter(b"Content-Type: text/plain\n\nCaf\xe9 \x93closed\x94 +2AA-").text == "Café “closed” +2AA-"
    assert read_letter(b"Content-Type: text/plain; charset=utf-7\n\nhalf +2AA-").text == "half ?"


def test_attachments_are_named_and_not_kept():
    raw = (
        b"From: a@example.org\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nSee the photo\n"
        b'--B\nContent-Type: image/jpeg; name="hole.jpg"\nContent-Transfer-Encoding: base64\n\nAAAA\n--B--\n'
    )
    found = read_letter(raw)
    assert (found.text, found.left_out) == ("See the photo", ("hole.jpg",))


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<news.example.org>"},
        {"Return_Path": "<>"},
    ],
)
def test_what_nobody_wrote_is_known(headers: dict[str, str]):
    assert read_letter(letter("a@example.org", "I am away", **headers)).automatic
    assert not read_letter(letter("a@example.org", "I am here", Auto_Submitted="no")).automatic


# Each of these takes some reader the square of its length, or its whole stack.
BOMBS = {
    "nested": b"Content-Type: multipart/mixed; boundary=a\n\n"
    + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 30_000,
    "letters in letters": b"Content-Type: message/rfc822\n\n" * 30_000,
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
    "declarations": b"Content-Type: text/html\n\n" + b"<![" * 200_000,
    "tags": b"Content-Type: text/html\n\n" + b"<a b='" * 200_000,
    "parameters": b"Content-Type: text/plain; " + b"a=b;" * 200_000 + b"\n\nx",
    "pieces": b"Content-Type: text/plain; " + b'name*1="a";' * 80_000 + b"\n\nx",
    "words": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx",
    "addresses": b"From: " + b"a@b," * 200_000 + b"\n\nx",
    "brackets": b"To: " + b"((" * 400_000 + b"\n\nx",
    "ids": b"References: " + b"<a@b> " * 100_000 + b"\n\nx",
    "quotes": b"\n\n" + b"> " * 2_000_000,
    "ten megabytes": b"\n\n" + b"words " * 1_700_000,
    "bytes": bytes(range(256)) * 4_000,
    "idna": b"Content-Type: text/plain; charset=idna\n\n" + b"a." * 300_000,
    "no boundary": b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nx',
    "nothing": b"",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_letter_has_an_end(name: str):
    found = read_letter(BOMBS[name])
    assert len(found.text) <= TEXT
    assert len(found.subject) <= 300
    assert len(found.references) <= 50
    found.text.encode()
    assert "\x00" not in found.text


@given(st.binary(max_size=400), st.sampled_from([b"", b"Content-Type: multipart/report; boundary=B\n\n--B\n"]))
def test_any_bytes_are_a_letter(raw: bytes, start: bytes):
    found = read_letter(start + raw)
    (found.text + found.subject + found.sender + found.name).encode()


def test_no_more_is_read_than_needed():
    assert read_letter(b"\n\nstart " + b"x" * (READ + 10)).left_out == ("…",)
