"""Text from people: nothing of it can act, and nothing of it is too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.blocks import SECTION, mrkdwn, section
from bot.cards.matter import Matter
from bot.cards.scene import Scene
from bot.cards.text import clean, escape, listed, one_line, plain, shorten, weight
from storage.issues import Issue


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U123> & <https://evil.example|bank>", "&lt;@U123&gt; &amp; &lt;https://evil.example|bank&gt;"),
        ('it\'s "fine"', 'it\'s "fine"'),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_slack_s_own_marks_are_escaped_and_nothing_else(typed: str, shown: str):
    assert escape(typed) == shown
    assert plain(escape(typed)) == typed


def test_control_characters_and_direction_marks_go():
    assert clean("a\x00b\x07c\u202ed\u2066e\r\nf\u2028g") == "abcde\nf\ng"
    assert one_line(" a\n\n b\t c ") == "a b c"
    assert clean("שלום 👩‍👩‍👧 ok") == "שלום 👩‍👩‍👧 ok"


@given(st.text(max_size=400), st.integers(min_value=30, max_value=200))
def test_shortened_text_keeps_its_limit_once_escaped(text: str, most: int):
    short = shorten(text, most)
    assert sum(map(weight, short)) <= most
    if sum(map(weight, text)) <= most:
        assert short == text
    else:
        assert short.endswith("… (more in History)")


@given(st.text(alphabet="a &<>;\n😀", max_size=4_000))
def test_a_section_never_passes_slack_s_limit_nor_breaks_an_escape(text: str):
    shown = mrkdwn(escape(text))["text"]
    assert len(shown.encode("utf-16-le")) // 2 <= SECTION
    assert plain(shown).rstrip("…") == text[: len(plain(shown).rstrip("…"))]


def test_a_section_keeps_what_fits():
    assert section("x" * SECTION)["text"]["text"] == "x" * SECTION
    assert section("x" * (SECTION + 1))["text"]["text"] == "x" * (SECTION - 1) + "…"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "a", "c"], "a, b and c"),
        (list("abcdef"), "a, b, c and 3 more"),
    ],
)
def test_names_are_listed_as_people_say_them(names: list[str], said: str):
    assert listed(names) == said


@pytest.mark.parametrize(
    ("summary", "place", "title"),
    [
        ("Bus shelter smashed.", "Southgate", "RR-7 · Bus shelter smashed, Southgate"),
        ("Bus shelter at Southgate smashed", "southgate", "RR-7 · Bus shelter at Southgate smashed"),
        ("Bus shelter smashed", "", "RR-7 · Bus shelter smashed"),
        ("The shelter is smashed. Glass lies on the path.", "", "RR-7 · The shelter is smashed"),
        ("St. Georges park gates are broken", "", "RR-7 · St. Georges park gates are broken"),
    ],
)
def test_the_title_is_one_short_line(stage, summary: str, place: str, title: str):
    issue = Issue.model_construct(id=7, summary=summary, place=place, casework_for=None)
    with stage.desk.look() as session:
        matter = Matter(Scene(session, stage.desk.council(), stage.clock.now()), issue)
        assert matter.title == title
