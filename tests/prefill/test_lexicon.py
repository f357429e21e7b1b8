"""A council's words as files."""

import pytest

from tests.prefill.small_reader import WORDS
from tests.sample import sample_council
from triage_rules.folder.problems import CouncilError
from triage_rules.prefill.words.lexicon import SIGNALS, Lexicon
from triage_rules.prefill.words.lexicon_file import Known, lexicon_of, read_lexicon


def problems(**changed: str) -> list[str]:
    with pytest.raises(CouncilError) as refused:
        read_lexicon({name.replace("_", "."): text for name, text in changed.items()})
    return [str(problem) for problem in refused.value.problems]


def test_a_council_without_words_has_an_empty_lexicon():
    assert read_lexicon({}) == read_lexicon({"empty.yaml": "# nothing yet\n"}) == Lexicon()


def test_lists_may_be_blocks_with_semicolons_or_lists():
    read = read_lexicon({"a.yaml": "now: |\n  now; right now\n  tonight\n"})
    assert read.now == ("now", "right now", "tonight")
    assert read_lexicon({"a.yaml": "now: [now, tonight]"}).now == ("now", "tonight")
    assert read_lexicon({"a.yaml": "alike:\n  - [a, b]\n"}).alike == (frozenset("ab"),)


def test_every_mistake_is_told_with_its_line():
    assert "line 2: 'nwo' is not a section. Did you mean 'now'?" in problems(a_yaml="\nnwo: now")[0]
    assert "'now' is here and in a.yaml" in problems(a_yaml="now: now", b_yaml="now: now")[0]
    assert "not made of sections" in problems(a_yaml="- now")[0]
    assert "this is not YAML" in problems(a_yaml="now: [")[0]
    assert "'oops' is not a field here" in problems(a_yaml="topics:\n  roads: {oops: x}")[0]
    assert "which is not a word" in problems(a_yaml="topics:\n  roads:\n    words: pot-hole")[0]
    wrong = problems(
        a_yaml="contexts: {denied: {reach: before, words: no}}\nsignals: {repeat: {cancelled_by: [denid]}}"
    )
    assert "there is no context 'denid'. Did you mean 'denied'?" in wrong[0]


def test_a_shipped_council_names_only_its_own_wards_and_organisations():
    words, directory = sample_council().lexicon, sample_council().directory
    wards = {area.id for area in directory.areas if area.kind == "ward"}
    assert {ward for place in words.places.known for ward in (*place.wards, *place.narrows)} <= wards
    organisations = {organisation.id for organisation in directory.organisations}
    assert {id for topic in words.topics.values() for id in topic.services} <= organisations
    assert {family.service for family in words.families.values() if family.service} <= organisations
    assert set(words.signals) <= set(SIGNALS)


def test_the_words_are_read_once_for_each_content():
    files = {f"lexicon/{name}": text for name, text in WORDS.items()}
    wards, services = (
        frozenset(["hill", "mere", "park", "trench", "saints"]),
        frozenset(["roads", "bins", "police", "care"]),
    )
    known = Known(wards, services)
    assert lexicon_of({**files, "council.yaml": "not read here"}, known) is lexicon_of(dict(files), known)
    assert lexicon_of({"council.yaml": "name: x"}, known) == Lexicon()


def test_a_ward_or_service_that_there_is_none_of_is_a_mistake():
    text = "places: {known: [{name: Oldgate, kind: estate, wards: [hil]}]}\n"
    text += "topics:\n  light: {services: [lighthouses], words: lamp}\n"
    with pytest.raises(CouncilError) as refused:
        read_lexicon({"lexicon/places.yaml": text}, Known(frozenset({"hill"}), frozenset({"roads"})))
    assert [str(problem) for problem in refused.value.problems] == [
        "lexicon/places.yaml, line 1: there is no area 'hil'. Did you mean 'hill'?",
        "lexicon/places.yaml, line 3: there is no organisation 'lighthouses'. Write 'roads'.",
    ]
