"""What people typed, made fit for a message: cleaned, escaped for Slack, and shortened where it is long."""

import re

MORE = "… (more in History)"
# Controls but tab and newline, half characters, and marks that would turn the rest of a line round.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPE = str.maketrans(_ESCAPES)


class Ready(str):
    """Text that is escaped already, or that is ours: a template puts it in as it stands."""

    __slots__ = ()


def clean(text: str) -> str:
    """Without control characters and direction marks; line ends become newlines."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def escape(text: str) -> Ready:
    """No mention, link or broadcast gets through: https://docs.slack.dev/messaging/formatting-message-text"""
    return Ready(text.translate(_ESCAPE))


def plain(text: str) -> str:
    """What `escape` was given: for e-mail."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def weight(character: str) -> int:
    """How much of a limit a character takes: escaped, and counted as UTF-16 counts it."""
    return len(_ESCAPES.get(character, "")) or (2 if ord(character) > 0xFFFF else 1)


def _size(text: str) -> int:
    """The weight of all its characters."""
    return len(text.translate(_ESCAPE).encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, most: int, tail: str = MORE) -> str:
    """At most `most` of a limit once escaped, the tail included; whole words where that is possible."""
    if len(text) <= most and _size(text) <= most:
        return text
    left, end = most - _size(tail), 0
    for character in text:
        left -= weight(character)
        if left < 0:
            break
        end += 1
    head = text[:end].rstrip("\u200d\ufe0f")  # no half of a joined emoji
    words = head.rsplit(None, 1)[0]
    return (words if len(words) > len(head) // 2 else head).rstrip(" ,;:.") + tail


def listed(names: list[str] | tuple[str, ...], most: int = 4) -> str:
    """ "a, b and c"; from `most` on, "a, b, c and 3 more"."""
    names = list(dict.fromkeys(names))
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
