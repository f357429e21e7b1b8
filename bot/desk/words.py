"""What people type, checked: never cut, never empty where something is needed."""

from bot.desk.refusal import Refusal

LONGEST = 20_000  # characters; longer than any form allows, short enough for every message that tells of it
SUMMARY = 600


def _fit(text: str | None) -> str:
    """Without what no database takes: NUL, and halves of characters, which JSON can spell."""
    return (text or "").replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def needed(text: str | None, field: str, what: str) -> str:
    """`text` without surrounding space. Raises Refusal naming the field when nothing is left or it is too long."""
    text = _fit(text)
    if not text:
        raise Refusal(f"Please write {what}.", field)
    if len(text) > LONGEST:
        raise Refusal(f"That is {len(text):,} characters. Please keep it under {LONGEST:,}.", field)
    return text


def optional(text: str | None) -> str:
    return _fit(text)[:LONGEST]
