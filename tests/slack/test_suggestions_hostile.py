"""Any text at all goes through the form in bounded time; nothing of it is cut, and nothing of it is obeyed."""

import time

import pytest

from bot.cards.text import clean
from bot.slack.blocks import TYPED, size, storable
from bot.slack.report.form import typed_by_people
from tests.desk.people import ANSWERS
from tests.slack.workplace import Workplace

SECONDS = 3.0
"""Of this process's own time, for all that the form does with one text: Slack waits so long for one answer."""
TEXTS = {
    "blank": " \n\t \u200b",
    "long": "The drain is blocked again, says Mrs Jones of 12 Mill Lane. " * 170,
    "one long word": "x" * 10_000,
    "many short words": "a b " * 2_500,
    "emoji only": "🕳️🚗💥👩‍👩‍👧‍👦" * 300,
    "right to left": "שלום הפנס כבוי ברחוב " * 60,
    "turned round": "\u202eenaL lliM\u202c lamp out \u2067abc\u2069",
    "zero-width": "pot\u200bhole in Mill\u200d La\ufeffne " * 40,
    "broadcast": "<!channel> <!here> <@U1> lamp out",
    "html": "<script>alert('x')</script><b onmouseover=x>&amp;</b> " * 40,
    "bomb for phones": "0" * 3_000 + " " + "0 " * 2_000,
    "bomb for addresses": "a@" * 2_000 + "a." * 1_500,
    "bomb for names": "Mr Mr Mrs Mr " * 700,
    "bomb of groups": "(a+)+$" + "a" * 5_000 + "!",
    "combining": "e\u0301\u0327" * 2_000 + "Z" + "\u0310" * 3_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_reaches_the_record_whole(place: Workplace, name: str):
    text = TEXTS[name]
    before = time.process_time()
    view = place.form("olive-officer", text)
    place.safe(view)
    spent = time.process_time() - before
    assert spent < SECONDS
    if size(typed_by_people(text)) > TYPED:
        assert f"{len(typed_by_people(text)):,} characters" in view.text
        assert view.value("What is happening?") is None
        view.click("Read all of it")
        above = place.user("olive-officer").open_view()
        assert "".join(above.text.split()).endswith("".join(clean(typed_by_people(text)).split())[-2000:])
        above.close()
    place.answer(view, ANSWERS["R13"])
    if name == "blank":
        view.fill("What is happening?", "A lamp is out.")
    view.fill("Which ward or wards?", ["Cuckoo Oak"])
    assert view.submit(), view.errors
    issue = place.newest()
    assert issue.note == ("A lamp is out." if name == "blank" else storable(typed_by_people(text)))
    assert "<!channel>" not in str(place.ws.log.of("chat.postMessage"))
    assert place.ws.log.refused() == []


def test_hostile_text_in_every_field_that_is_read(place: Workplace):
    view = place.form("olive-officer")
    place.safe(view)
    for name in ("turned round", "broadcast", "html", "bomb for addresses", "zero-width"):
        view.fill("What is happening?", TEXTS[name][:2900])
        view.fill("Where is it?", TEXTS[name][:290])
        view.fill("Summary that others will see", TEXTS[name][:590])
        view.fill("Who could deal with it?", ["Street Scene"])
    assert "<!channel>" not in view.text
    assert place.ws.log.refused() == []
