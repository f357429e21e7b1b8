"""Issues that are like one another."""

from tests.prefill.small_reader import small_reader
from triage_rules.prefill.similar import Archive, Likeness, same_words, stem

TEXTS = {
    "a": "Wheelie bin tipped over in Church Walk, gnomes everywhere",
    "b": "Pothole in Windermoor Road",
    "c": "The lamp at Stonyfold flickers like a disco",
    "d": "Another pothole in Windermoor Road, deeper",
}


def archive(*ids: str) -> Archive:
    return Archive(small_reader().suggest(TEXTS[id], id=id).matter for id in ids)


def like(text: str, *ids: str) -> list[Likeness]:
    return list(small_reader().suggest(text, earlier=archive(*ids)).similar)


def test_the_same_place_and_matter_come_first():
    found = like("gnome bins upset, church wlk", *TEXTS)
    assert found[0].id == "a"
    assert found[0].score > 0.4
    assert "bins" in found[0].because
    assert [each.id for each in like("big pothole, Windermoor Rd", *TEXTS)][:2] == ["b", "d"]


def test_nothing_in_common_is_not_alike():
    assert like("wasps", *TEXTS) == like("", *TEXTS) == []
    assert like(TEXTS["a"]) == []
    assert len(archive("a", "b")) == 2


def test_a_common_place_counts_for_less():
    many = Archive(small_reader().suggest(f"Church Walk matter{n}", id=str(n)).matter for n in range(8))
    new = small_reader().suggest("Church Walk wasps").matter
    few = Archive([small_reader().suggest("Church Walk matter1", id="1").matter])
    assert many.like(new)[0].score < few.like(new)[0].score
    assert len(many.like(new)) == 3


def test_another_matter_at_the_same_place_is_told_apart():
    [same] = like("Pothole in Windermoor Road, and wasps", "b")
    [other] = like("Wasps in Windermoor Road", "b")
    assert ("windermoor road" in same.because, same.place_only) == (True, False)
    assert (other.because, other.place_only) == (("windermoor road",), True)


def test_stems_and_words_that_mean_the_same():
    assert {stem(word) for word in ("dumped", "dumping", "dumps")} == {"dump"}
    assert stem("bus") == "bus"
    assert same_words([{"bins", "wheelie"}, frozenset()]) == {"bin": "bin", "wheeli": "bin"}
