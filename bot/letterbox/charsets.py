"""Bytes to text in whatever charset a letter says, also a wrong one."""

import codecs
from typing import Any

# Their time grows with the square of the length, or they are no charsets of letters.
NOT_OURS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})


def decoded(raw: bytes, charset: Any) -> str:
    """Without NUL and with \\n at the end of lines; what cannot be read becomes a replacement character."""
    text = _decode(raw, charset if isinstance(charset, str) else "")
    text = text.encode("utf-8", "replace").decode()  # UTF-7 can spell halves of characters
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _decode(raw: bytes, charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip() or "utf-8").name.replace("-", "_")
        if name not in NOT_OURS:
            return raw.decode(name)
    except (LookupError, ValueError):  # none that we know, not a charset, or not what it says
        pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
