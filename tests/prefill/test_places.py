"""Places in a text: which names stand for places, and which wards they mean."""

import pytest

from tests.prefill.small_reader import small_reader
from triage_rules.prefill.where.places import Place
from triage_rules.prefill.words.spelling import Spelling, edits


def wards(text: str) -> set[str]:
    return set(small_reader().suggest(text).wards)


def places(text: str) -> list[Place]:
    return list(small_reader().suggest(text).places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pothole in Church Walk", {"mere"}),
        ("pothole church walk", {"mere"}),
        ("Lamp at zz1 1aa is out", {"hill"}),
        ("ZZ11AB", {"mere"}),
        ("zz1-1ab", {"mere"}),
        ("ZZ1 9ZZ is new", set()),
        ("YY1 1AA", set()),
        ("somewhere in ZZ1", set()),
        ("somewhere in ZZ2 3", set()),
        ("ZZ1 1st of May", set()),
        ("ZZ1. And more", set()),
        ("Hill's bins", {"hill"}),
        ("Dale and Mere", {"hill", "mere"}),
        ("Clock Tower is late", {"mere"}),
        ("windermoor rd", {"mere"}),
        ("Windermor Road", {"mere"}),
        ("Wndermoor Raod", {"mere"}),
        ("at stoneyfold", {"park"}),
        ("Saint Luke's Close", {"saints"}),
        ("suttonheights", {"trench"}),
        ("sutton hieghts", {"trench"}),
        ("elm bury", {"mere"}),
        ("Elmbury, Windermoor Road", {"mere"}),
        ("The park and the trench", set()),
        ("Park ward is quiet", {"park"}),
        ("a hole in Trench", {"trench"}),
        ("dug at trench now", {"trench"}),
        ("they dug a trench", set()),
        ("A new road, please", set()),
        ("New Road, please", {"hill"}),
        ("on the square", set()),
        ("The Square smells", {"hill"}),
        ("the square Bigtown", {"hill"}),
        ("Bigtown the square", {"hill"}),
        ("The Square Surgery", set()),
        ("Gower Street, Mere", {"mere"}),
        ("Gower Street", set()),
        ("please road", set()),
        ("gower st smells", set()),
        ("Mr Mere rang", set()),
        ("Mr. J. Mere rang", set()),
        ("Sian Mere rang", set()),
        ("Cllr Dale rang", set()),
        ("Mr Church Walk", {"mere"}),
        ("not Mere", set()),
        ("a lamp. Mere", {"mere"}),
        ("my sister's in Mere", set()),
        ("Bigtown", set()),
        ("the whole of Bigtown", {"hill", "mere"}),
        ("Bigtown, all of it", {"hill", "mere"}),
        ("Netherton", set()),
        ("Mere Parish Council", set()),
        ("Hill and Dale Parish Council: kerb", set()),
        ("Mere and Dale Parish Council", set()),
        ("Farport", set()),
        ("", set()),
    ],
)
def test_the_wards_of_a_text(text: str, expected: set[str]):
    assert wards(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Long Lane", {"hill", "mere", "trench"}),
        ("Long Lane, Mere", {"mere"}),
        ("Long Lane in Bigtown", {"hill", "mere"}),
        ("Long Lane ZZ2 3CD", {"trench"}),
        ("Long Lane, somewhere in ZZ2", {"trench"}),
        ("Mere again. Kerb in Long Lane.", {"mere"}),
        ("Long Lane, St Annes", {"saints"}),
        ("Long Lane, Farport", set()),
        ("Church Walk, Farport", set()),
        ("Church Walk is shut, we came from the far end of the road to Farport", {"mere"}),
        ("Church Walk. Farport.", {"mere"}),
        ("Church Walk, Dale", {"mere"}),
        ("Mill Street, St Lukes Close", {"hill", "trench", "saints"}),
        ("Long Lane, Upton", {"mere"}),
        ("Mill Street ZZ1 1AB", {"hill", "mere", "trench"}),
        ("Stonyfold in Dale and Mere", {"park", "mere"}),
    ],
)
def test_a_street_and_the_places_beside_it(text: str, expected: set[str]):
    assert wards(text) == expected


def test_an_unclear_place_asks_instead_of_guessing():
    (lane,) = places("Long Lane")
    assert lane.choose
    assert not lane.outside
    (town,) = places("Bigtown")
    assert (town.wards, town.could_be, town.choose) == ((), ("hill", "mere"), False)
    (parish,) = places("Netherton")
    assert parish.kind == "parish"
    assert parish.could_be == ("hill", "mere")
    (far,) = places("Farport")
    assert far.outside


def test_a_place_is_the_exact_substring():
    assert [place.text for place in places("at WINDERMOOR Rd., and zz1  1aa!")] == ["WINDERMOOR Rd", "zz1  1aa"]


def test_misspelt_words():
    spelling = Spelling(["madeley", "hadley", "oakengates", "ox", "ab12"])
    assert "hadley" in spelling
    assert spelling.near("hadly") == ("hadley",)
    assert spelling.near("maedley") == ("madeley",)
    assert spelling.near("oakngatess") == ("oakengates",)
    assert spelling.near("kakngatess") == ()
    assert spelling.near("hadley") == spelling.near("o") == spelling.near("hadl3y") == spelling.near("unlike") == ()
    assert edits("abcd", "acbd") == edits("", "a") == edits("ab", "b") == edits("ab", "xb") == 1
