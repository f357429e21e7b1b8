"""A name, a telephone number and a plate for every field where people write, and who may read which."""

from collections import defaultdict

FIELDS = (
    "note", "summary", "place", "reply_to", "action", "reference", "expected_by", "outcome", "note_later", "reply",
    "question", "answer", "view", "why_closed", "why_not_satisfied", "why_not_ours", "stray", "why_rerouted",
    "why_put_off", "why_not_agreed", "note_councillors", "note_public", "case_note", "case_summary", "case_place",
    "exempt_note", "exempt_summary", "exempt_place", "citizen_note", "citizen_place", "citizen_contact",
)  # fmt: skip


def planted(field: str) -> str:
    """An invented name, a fictional number and a plate, of this field alone."""
    name, number, plate = marks(field)
    return f"Zelda {name} 01632 {number} {plate} XYZ"


def marks(field: str) -> tuple[str, ...]:
    n = FIELDS.index(field)
    return (f"X{field.replace('_', '')}quist", f"9601{n:02}", f"ZQ{n:02}")


class Seen:
    """Everything that was shown, by reader."""

    def __init__(self):
        self.shown: dict[str, list[str]] = defaultdict(list)

    def fields(self, who: str) -> set[str]:
        text = "\n".join(self.shown[who])
        return {field for field in FIELDS if any(mark in text for mark in marks(field))}

    def by_field(self) -> dict[str, str]:
        found = {who: self.fields(who) for who in self.shown}
        return {field: " ".join(sorted(who for who in found if field in found[who])) for field in FIELDS}
