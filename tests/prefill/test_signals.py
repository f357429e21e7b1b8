"""Services, suggested answers, warnings, and who raised it."""

import pytest

from tests.prefill.small_reader import sample_reader, small_lexicon, small_reader
from triage_rules.prefill.suggest import Suggestions, suggest
from triage_rules.prefill.where.gazetteer import Gazetteer
from triage_rules.prefill.words.lexicon import SIGNALS, Lexicon


def read(text: str) -> Suggestions:
    return small_reader().suggest(text)


def services(text: str) -> list[str]:
    return [service.id for service in read(text).services]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Potholes", ["roads"]),
        ("no potholes", []),
        ("a road game", []),
        ("kerb", ["roads"]),
        ("kerb and a missed bin", ["roads", "bins"]),
        ("kerb, lamp and a missed bin", ["roads", "bins"]),
        ("behind the kerb, a missed bin", ["bins"]),
        ("behind the kerb", []),
        ("bin bags", ["bins"]),
        ("nothing of ours", []),
        ("a knife", ["police"]),
    ],
)
def test_services(text: str, expected: list[str]):
    assert services(text) == expected


def test_a_place_says_nothing_about_services():
    assert services("a pothole at Bin Lane") == ["roads"]
    assert services("Church Walk") == []


@pytest.mark.parametrize(
    ("text", "signal", "answer"),
    [
        ("a fire", "immediate_danger", "yes"),
        ("no fire", "immediate_danger", "no"),
        ("a fire, put out yesterday", "immediate_danger", "no"),
        ("a fire. Only a drill.", "immediate_danger", "no"),
        ("a kid in the river", "immediate_danger", "yes"),
        ("a kid paddling in the river", "immediate_danger", "no"),
        ("smoke", "immediate_danger", "unknown"),
        ("smoke, come quick", "immediate_danger", "yes"),
        ("ice", "immediate_danger", "unknown"),
        ("ice, nobody in danger", "immediate_danger", "no"),
        ("neglected", "safeguarding", "yes"),
        ("not neglected", "safeguarding", "no"),
        ("A survey. About the park.", "asks_for_consultation", "yes"),
        ("A survey.", "asks_for_consultation", "no"),
        ("petition", "threat_reputation", "yes"),
        ("for years", "threat_reputation", "unknown"),
        ("a lamp", "threat_reputation", "no"),
        ("a fire", "threat_reputation", "unknown"),
        ("a lamp", "council_can_act", "yes"),
        ("nothing", "council_can_act", "unknown"),
        ("a lamp", "one_service", "yes"),
        ("pothole, missed bin", "one_service", "unknown"),
        ("pothole, missed bin, knife", "one_service", "no"),
        ("nothing", "one_service", "unknown"),
        ("nothing", "already_planned", "unknown"),
    ],
)
def test_answers(text: str, signal: str, answer: str):
    answers = read(text).answers
    assert set(answers) == set(SIGNALS)
    assert answers[signal].answer == answer


def test_every_answer_that_was_read_shows_its_words():
    assert read("a kid by the river, and petition").answers["immediate_danger"].because == ("kid by the river",)
    assert read("nothing").answers["immediate_danger"].because == ()


def test_small_signs_add_up_to_a_warning():
    person = read("an old man and a lady now")
    assert person.answers["safeguarding"].answer == "yes"
    assert person.answers["safeguarding"].because == ("old man", "lady")
    assert [service.id for service in person.services] == ["care"]
    harm = read("shouting, a crash now")
    assert harm.answers["immediate_danger"].answer == "yes"
    assert [service.id for service in harm.services] == ["police"]
    assert read("an old man, a lamp").answers["safeguarding"].answer == "no"
    assert read("no shouting, no crash now").answers["immediate_danger"].answer == "no"
    assert read("shouting, a crash now, only a drill").answers["immediate_danger"].answer == "no"
    assert [service.id for service in read("shouting, a crash, a fire, a knife").services] == ["police"]


def test_a_council_without_words_suggests_nothing():
    empty = suggest("a fire again", Lexicon(), Gazetteer((), small_reader_directory(), Lexicon().places))
    assert empty.services == empty.places == empty.similar == ()
    assert {said.answer for said in empty.answers.values()} == {"unknown"}
    assert empty.raised.by == "unknown"


def small_reader_directory():
    from tests.prefill.small_reader import AREAS
    from triage_rules.directory import Directory

    return Directory(areas=tuple(area for area in AREAS if area.kind == "borough"))


def test_who_raised_it():
    assert read("Cllr Ash, whose neighbour rang").raised.by == "ward_member"
    assert read("my lamp").raised.by == "resident"
    assert read("my lamp").raised.because == "my"
    assert read("lamp").raised.by == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "Man with a knife outside the shops, he is threatening people",
        "House on fire, flames coming out of the roof",
        "Strong smell of gas in the stairwell, everyone is coming out",
        "Toddler wandering in the road on her own, nobody with her",
        "My neighbour is in her eighties, she has fallen and cannot get up",
        "He hits her, she is frightened to go home with the children",
        "Girl of fourteen getting into cars with older men outside the hotel",
    ],
)
def test_the_sample_council_warns(text: str):
    answers = sample_reader().suggest(text).answers
    assert "yes" in (answers["immediate_danger"].answer, answers["safeguarding"].answer)


@pytest.mark.parametrize(
    "text",
    [
        "Pothole by the bus stop, getting deeper",
        "Lockdown drill at the school at 2pm, it is only an exercise",
        "The bin fire was put out last week, nobody hurt, please replace the bin",
        "Please cut the hedge, it is over the footway",
    ],
)
def test_the_sample_council_does_not_warn_of_what_is_plain(text: str):
    answers = sample_reader().suggest(text).answers
    assert answers["immediate_danger"].answer != "yes"
    assert answers["safeguarding"].answer != "yes"


def test_families_need_no_weights():
    assert small_lexicon().weights.safety["always"] == -0.5
    assert small_reader().seen("an old man").families == {"family person": 1.0}
