"""What somebody wrote themselves, without the letter that they answer, and without their signature.

When in doubt the words stay: too much is a nuisance, too little a loss.
"""

import re

# Lines after which nothing but the old letter comes.
CUTS = (
    re.compile(r"-{2,} ?(?:original message|forwarded message|reply above this line)", re.IGNORECASE),
    re.compile(r"_{20,}$"),
    re.compile(r"on .{4,200} wrote:$", re.IGNORECASE),
    re.compile(r"(?:from|sent): .{3,}$", re.IGNORECASE),
)
BLOCK = re.compile(r"(?:from|sent|to|cc|date|subject): ", re.IGNORECASE)  # Outlook's: several of these in a row
SIGNATURE = re.compile(r"-- ?$|sent from (?:my|outlook) ", re.IGNORECASE)
LONGEST_LINE = 1_000


def own_words(text: str) -> str:
    """The same text without what is quoted; all of it when nothing else would be left."""
    lines = text.split("\n")
    above = lines[: _cut(lines)]
    kept = "\n".join(line for line in above if not line.startswith(">")).strip()
    if not kept:  # answered below the quotation
        kept = "\n".join(line for line in lines if not line.startswith(">")).strip()
    return re.sub(r"\n{3,}", "\n\n", kept or text.strip())


def _cut(lines: list[str]) -> int:
    for i, line in enumerate(lines):
        start = line.strip()[:LONGEST_LINE]
        if SIGNATURE.match(start) or CUTS[0].match(start) or CUTS[1].match(start):
            return i
        together = f"{start} {lines[i + 1].strip()}"[:LONGEST_LINE] if i + 1 < len(lines) else start
        if CUTS[2].match(start) or (start[:3].lower() == "on " and CUTS[2].match(together)):
            return i
        if CUTS[3].match(start) and i + 1 < len(lines) and BLOCK.match(lines[i + 1].strip()):
            return i
    return len(lines)
