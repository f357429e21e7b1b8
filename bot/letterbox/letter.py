"""A letter that came in, as far as anybody here needs it, read from bytes that anybody may have written.

Every step is bounded: so many bytes, headers, parts and characters, and no deeper than people nest. What is left
out is said (`left_out`), because the mailbox has the whole letter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from bot.letterbox.bounce import Bounce, read_bounce
from bot.letterbox.charsets import decoded
from bot.letterbox.html_text import as_text
from bot.letterbox.quoted import own_words

LARGEST = 10_000_000  # bytes that are taken from a mail server
READ = 1_000_000  # bytes that are looked into: the words stand at the front, pictures behind them
HEADER = 2_000  # characters of one header
MOST_PARTS = 100
DEEPEST = 12
TEXT = 19_000  # characters of what was written
NESTS = re.compile(rb"(?im)^content-type:[ \t]*(?:multipart|message)/")
ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,189}")


@dataclass(frozen=True)
class Letter:
    """`sender`: the address in From, "" for none or several. `references`: Message-IDs that it answers, the closest
    first. `text`: what its writer wrote, without what they quote. `automatic`: nobody wrote it.

    `left_out`: names of attachments, and "…" where the text was longer than we keep.
    """

    sender: str = ""
    name: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    automatic: bool = False
    bounce: Bounce | None = None
    left_out: tuple[str, ...] = ()


def read_letter(raw: bytes) -> Letter:
    """Never raises for what is in `raw`; a letter that cannot be read has an empty text."""
    raw = raw[:READ].replace(b"\x00", b"")
    if len(NESTS.findall(raw)) > DEEPEST:
        raw = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]  # the headers alone
    try:
        message = message_from_bytes(raw)
        return _letter(message)
    except (RecursionError, ValueError, LookupError, AssertionError, HeaderParseError):
        return Letter()


def _letter(message: Message) -> Letter:
    people = getaddresses([header(message, "From")])
    ((name, sender),) = people if len(people) == 1 else (("", ""),)
    written, left_out = _written(message)
    text = own_words(written)
    if len(text) > TEXT:
        text, left_out = text[:TEXT], (*left_out, "…")
    closest = [*_ids(header(message, "In-Reply-To")), *reversed(_ids(header(message, "References")))]
    receivers = [header(message, name) for name in ("To", "Cc", "Delivered-To", "X-Original-To")]
    return Letter(
        sender=sender if ADDRESS.fullmatch(sender) else "",
        name=name[:120],
        to=tuple(address for _, address in getaddresses(receivers)[:50] if address),
        subject=header(message, "Subject")[:300],
        message_id=(_ids(header(message, "Message-ID")) or [""])[0],
        references=tuple(dict.fromkeys(closest))[:50],
        text=text,
        automatic=_automatic(message),
        bounce=read_bounce(message),
        left_out=left_out[:20],
    )


def header(message: Message, name: str) -> str:
    """One line of plain text, whatever was written into it."""
    raw = str(message.get(name, ""))[:HEADER]
    try:
        words = "".join(
            decoded(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in decode_header(raw)
        )
    except (ValueError, HeaderParseError):
        words = raw
    return _line(words)


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _ids(text: str) -> list[str]:
    return re.findall(r"<([^<>\s]{1,250})>", text)


def _automatic(message: Message) -> bool:
    """RFC 3834, and what was used before it."""
    if header(message, "Auto-Submitted").lower() not in ("", "no"):
        return True
    if header(message, "Precedence").lower() in ("bulk", "auto_reply", "junk", "list"):
        return True
    if header(message, "Return-Path") == "<>":
        return True
    return any(message.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "List-Id"))


def _written(message: Message) -> tuple[str, tuple[str, ...]]:
    """The plain text, else the HTML as text; and the names of what is attached."""
    plain, html, attached = "", "", []
    for part in _parts(message):
        kind, file = part.get_content_type(), part.get_filename()
        if file or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached.append(_line(str(file or kind))[:80])
        elif kind == "text/html":
            html = html or as_text(_content(part))
        else:
            plain += _content(part) + "\n"
    return plain if plain.strip() else html, tuple(attached)


def _parts(message: Message) -> Iterator[Message]:
    """All parts that hold something themselves, without going into letters that are attached."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        for name in ("Content-Type", "Content-Disposition"):
            if len(str(part.get(name, ""))) > HEADER:  # reading its parameters takes the square of its length
                del part[name]
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting[:0] = [each for each in inside if isinstance(each, Message)]
        else:
            yield part


def _content(part: Message) -> str:
    body = part.get_payload(decode=True)
    return decoded(body[:READ], part.get_param("charset")) if isinstance(body, bytes) else ""
