"""A delivery status notification: a mail server says what became of a letter (RFC 3464)."""

import re
from dataclasses import dataclass
from email.message import Message

LONGEST = 300
FIELD = re.compile(r"(?im)^(final-recipient|action|status|diagnostic-code):[ \t]*(.{1,500})$")
MESSAGE_ID = re.compile(r"(?im)^(?:message-id|in-reply-to|references|original-message-id):\s*([^\r\n]{1,1000})")
IDS = re.compile(r"<([^<>\s]{1,250})>")


@dataclass(frozen=True)
class Bounce:
    """`failed` is false for "delayed" and "relayed". `about`: Message-IDs that the notice names."""

    failed: bool
    why: str
    about: tuple[str, ...]


def read_bounce(message: Message) -> Bounce | None:
    """None for a letter that is no such notice."""
    if message.get_content_type() != "multipart/report" or not isinstance(message.get_payload(), list):
        return None
    status = returned = ""
    for part in list(message.walk())[:20]:
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status += _text(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            returned += _text(part)
    if not status:
        return None
    fields = {name.lower(): value.strip() for name, value in FIELD.findall(status)}
    why = " ".join(f"{fields.get('status', '')} {fields.get('diagnostic-code', '')}".split())
    named = MESSAGE_ID.findall(returned) + MESSAGE_ID.findall(_headers(message))
    about = tuple(dict.fromkeys(id for line in named for id in IDS.findall(line)))
    return Bounce(fields.get("action", "failed").lower() == "failed", why[:LONGEST], about[:50])


def _headers(message: Message) -> str:
    return "\n".join(f"{name}: {message.get(name, '')}" for name in ("In-Reply-To", "References"))


def _text(part: Message) -> str:
    """The part as it was written: its sub-parts are headers, which the parser has taken apart."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return "\n".join(
            "\n".join(f"{name}: {value}" for name, value in sub.items()) for sub in inside if isinstance(sub, Message)
        )
    body = part.get_payload(decode=True)
    return body.decode("utf-8", "replace")[:100_000] if isinstance(body, bytes) else ""
