"""Reports that take each route of the sample council. The words are invented; the rows are those of its criteria."""

from typing import Any

from tests.desk.people import ANSWERS, ONE_SERVICE
from tests.journeys.report import Told

WARD = "cuckoo-oak"
NOTE = "The bus shelter at Southgate is smashed for the third time. Mrs Example at number 7 heard who did it."
SUMMARY = "Bus shelter smashed again, Southgate"
OBJECTS: dict[str, dict[str, Any]] = {
    "R5": {"priority": "first"},
    "R9": {"threat": ["reputation"]},
    "R10": {"threat": ["reputation"]},
    "R11": {"threat": ["reputation"]},
}


def matter(row: str, **more: Any) -> Told:
    """What somebody has to say that comes out at this row."""
    given: dict[str, Any] = {
        "answers": ANSWERS[row],
        "what": NOTE,
        "summary": SUMMARY,
        "where": "Southgate",
        "wards": (WARD,),
        "services": ("street_scene",) if row in ONE_SERVICE else ("street_scene", "police"),
        "raised_by": "A resident",
        "objects": OBJECTS.get(row, {}),
    }
    return Told(**{**given, **more})
