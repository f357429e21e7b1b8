"""What people type is only ever text."""

import pytest

from tests.desk.people import ANSWERS
from tests.slack.workplace import Workplace

HOSTILE = [
    "<!channel> <@U123> <https://evil.example|click> & <b>",
    "*bold* _x_ ~y~ `z` ```code``` > quote",
    "\u202egnp.exe\u0000\u0007 \ud83d",
    "💥" * 1400,
    "&amp;&lt;&gt;" * 200,
    "'; DROP TABLE issue; --",
    "{{ 7*7 }} {% raw %}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(place: Workplace, text: str):
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    view = place.form("olive-officer")
    place.safe(view)
    view.fill("What is happening?", text)
    view.fill("Where is it?", text[:100])
    view.fill("Summary that others will see", text[:200])
    place.answer(view, ANSWERS["R13"])
    assert view.submit()
    note = place.newest().note
    assert note == text.replace("\x00", "").strip()
    reopened = place.user("olive-officer").command("/issue", f"RR-{place.newest().id}")
    assert reopened is None
    assert "<!channel>" not in str([m.blocks for m in place.user("olive-officer").messages()])
