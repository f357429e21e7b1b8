"""Personal data, and the text without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prefill.small_reader import sample_reader, small_reader
from triage_rules.prefill.personal.redaction import redact


def spans(text: str) -> list[tuple[str, str]]:
    return [(span.text, span.kind) for span in small_reader().suggest(text).personal_data]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ring 01632 960123 or (01632) 960 456", [("01632 960123", "phone"), ("(01632) 960 456", "phone")]),
        ("+44 7700 900123, 7700 900123", [("+44 7700 900123", "phone"), ("7700 900123", "phone")]),
        ("tel 960123, and the order of it is 960123", [("960123", "phone")]),
        ("a.b@example.org", [("a.b@example.org", "email")]),
        ("a.b at example dot org", [("a.b at example dot org", "email")]),
        ("a(at)example.org", [("a(at)example.org", "email")]),
        ("AB12 CDE and ab12cde", [("AB12 CDE", "plate"), ("ab12cde", "plate")]),
        ("A123 BCD, ABC 123D", [("A123 BCD", "plate"), ("ABC 123D", "plate")]),
        ("ZZ10 end, at10 and, in20 min", []),
        ("14 Windermoor Road", [("14 Windermoor Road", "address")]),
        ("flat 3, 14 Windermoor Road", [("flat 3, 14 Windermoor Road", "address")]),
        ("no. 14 Windermoor Road", [("no. 14 Windermoor Road", "address")]),
        ("number 14 in Windermoor Road", [("number 14 in Windermoor Road", "address")]),
        ("Windermoor Road, no. 14", [("Windermoor Road, no. 14", "address")]),
        ("9 Gower Street", [("9 Gower Street", "address")]),
        ("unit 9, Windermoor Road", []),
        ("column 9 Windermoor Road", []),
        ("3 lamps in Windermoor Road", []),
        ("14; Windermoor Road", []),
        ("at 3. Windermoor Road", []),
        ("in Windermoor Road", []),
        ("3 in Windermoor Road", []),
        ("14 Mere", []),
        ("Windermoor Road, no lamp", []),
    ],
)
def test_what_has_a_shape(text: str, expected: list[tuple[str, str]]):
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mrs D. Halloway smells", ["Mrs D. Halloway"]),
        ("mr achterby again", ["mr achterby"]),
        ("Mr & Mrs Quell", ["Mr & Mrs Quell"]),
        ("Mr Mere rang", ["Mr Mere"]),
        ("Mr The", ["Mr The"]),
        ("the mr", []),
        ("mr in", []),
        ("Mr. - 4", []),
        ("mrs, again", []),
        ("Lamp by Sian Aldersey-Bohl", ["Sian Aldersey-Bohl"]),
        ("Sian & Dave Bohl rang", ["Sian & Dave Bohl"]),
        ("Sian & Bohl", ["Sian"]),
        ("a lamp by Tove de Bohl", ["Tove de Bohl"]),
        ("Thanks, Bohl", ["Bohl"]),
        ("from dave bohl", ["dave bohl"]),
        ("from dave", ["dave"]),
        ("dave next door", ["dave"]),
        ("dave", []),
        ("dave the", []),
        ("Bohl 01632 960123", []),
        ("a lamp, Tove Bohl (01632 960123)", ["Tove Bohl"]),
        ("since May", []),
        ("Thanks, May", ["May"]),
        ("on the Bohl", []),
        ("Cllr Bohl rang, Bohl again", []),
        ("Tove Bohl Surgery", []),
        ("Tove Bohl FC", []),
        ("by Surgery Bohl Surgery", []),
        ("Cllr Tove Bohl, a lamp of Tove Bohl", []),
        ("by TOVE BOHL", []),
        ("by SIAN BOHL", ["SIAN BOHL"]),
        ("a lamp by J Bohl", ["J Bohl"]),
        ("The Bohl Lamp", []),
        ("Bohl Tove rang", ["Bohl Tove"]),
        ("St Bohl", []),
        ("A lamp. X2 Y3", []),
        ("AB12 CDE Tove", []),
    ],
)
def test_names(text: str, names: list[str]):
    assert [words for words, kind in spans(text) if kind == "name"] == names


@pytest.mark.parametrize(
    ("text", "health"),
    [
        ("my lad has asthma", ["my lad has asthma"]),
        ("a lady fell in Windermoor Road", ["a lady fell in Windermoor Road"]),
        ("a lady fell", []),
        ("somebody fell", []),
        ("Mrs Quell has asthma", [" has asthma"]),
        ("my health campaign for asthma", []),
        ("my lad fell, has asthma, broken leg", ["my lad fell, has asthma, broken leg"]),
        ("my lad fell. My dad fell.", ["my lad fell", "My dad fell"]),
        ("my lad, out again, fell a b c d e f g h i j k l", ["fell a b c d e f g h i"]),
        ("my lad fell, and then, broken leg", ["my lad fell", "broken leg"]),
    ],
)
def test_health(text: str, health: list[str]):
    found = [words for words, kind in spans(text) if kind == "health"]
    assert [words.strip() for words in found][:1] == [words.strip() for words in health][:1]


def test_redaction_says_what_it_took_out():
    text = "Mrs D. Halloway of 14 Windermoor Road, 01632 960123, a@example.org, AB12 CDE. My lad has asthma."
    found = small_reader().suggest(text).personal_data
    assert redact(text, found) == "[name] of [address], [phone], [e-mail], [number plate]. [health]."
    assert redact(text, [*reversed(found), *found]) == redact(text, found)
    assert redact(text, ()) == text


@given(st.text(alphabet=st.sampled_from("Mrs Sian 01632 960123 14 Long Lane a@b.c\n.,asthma my fell"), max_size=120))
def test_spans_are_exact_apart_and_gone_after_redaction(text: str):
    found = small_reader().suggest(text).personal_data
    assert all(text[span.start : span.end] == span.text and span.text for span in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert sum(len(span.text) for span in found) <= len(text)
    left = redact(text, found)
    assert all(span.text not in left for span in found if span.kind in ("phone", "email"))


def test_office_is_no_secret():
    found = sample_reader().suggest("Cllr Sedgley-Bain and PC Ruddock asked about the bins").personal_data
    assert found == ()
