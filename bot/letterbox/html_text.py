"""The words of an HTML letter, for one that has no plain text.

html.parser takes the square of the length for tags and comments that never end, and anybody may write to us: one
pass over the text is enough for words.
"""

import re
from html import unescape

SILENT = frozenset({"script", "style", "head", "title"})
LINES = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol", "hr"})
LONGEST = 200_000
UNSAID = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
PIECE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^<>]*)>|<[!?/][^<>]*>?|[^<]+|<")


def as_text(html: str) -> str:
    """Without scripts, styles and what is quoted; a line for each block."""
    found, inside = [], dict.fromkeys((*SILENT, "blockquote"), 0)
    for piece in PIECE.finditer(UNSAID.sub("", html[:LONGEST])):
        ends, name = piece[1], (piece[2] or "").lower()
        if name in inside:
            inside[name] = max(0, inside[name] + (-1 if ends else 1))
        if name in LINES:
            found.append("\n")
        elif not piece[0].startswith("<") and not any(inside.values()):
            words = unescape(piece[0])
            found.append(" ".join(words.split()) + (" " if words[-1:].isspace() else ""))
    lines = [line.strip() for line in "".join(found).split("\n")]
    return "\n".join(line for i, line in enumerate(lines) if line or (i and lines[i - 1])).strip()
