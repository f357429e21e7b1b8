"""The texts of our own, with their labels: what is suggested agrees with them as well as it should."""

import json
from functools import cache
from pathlib import Path

import pytest

from evaluation.figures import Pair, figures
from evaluation.score import PLACES, reader_of, suggested
from tests.prefill.small_reader import sample_reader
from tests.sample import sample_council
from tests.shared import shared

ODD_SERVICES = 0.70
"""What is asked of the odd texts: few name what they are about."""


@cache
def labelled(name: str = "texts") -> tuple[dict, ...]:
    """texts: many of them odd on purpose. reports: as officers type."""
    lines = Path(__file__).with_name(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def missed(pairs: list[Pair], *names: str) -> list[str]:
    return [str(figure) for figure in figures(pairs) if not figure.met and figure.name.startswith(names)]


def test_without_any_open_data_no_danger_is_missed():
    pairs = suggested(sample_reader(), sample_council(), list(labelled()))
    assert missed(pairs, "danger", "threat", "personal data: clean") == []


def test_with_open_data_every_aim_is_met(tmp_path: Path):
    files = [shared(path) for path in PLACES]
    reader = reader_of(sample_council(), files, f"sqlite:///{tmp_path}/places.db")
    odd = suggested(reader, sample_council(), list(labelled()))
    assert missed(odd, "danger", "wards", "personal", "threat", "near") == []
    assert [figure.value >= ODD_SERVICES for figure in figures(odd) if figure.name.startswith("services")] == [True]
    assert missed(suggested(reader, sample_council(), list(labelled("reports"))), "") == []


def test_with_open_data_the_development_set_meets_every_aim(tmp_path: Path):
    files = [shared(path) for path in PLACES]
    reports = [json.loads(line) for line in shared("eval/dev.jsonl").read_text(encoding="utf-8").splitlines()]
    reader = reader_of(sample_council(), files, f"sqlite:///{tmp_path}/places.db")
    assert missed(suggested(reader, sample_council(), reports), "") == []


@pytest.mark.parametrize("report", [*labelled()[:20], *labelled("reports")[:40]], ids=lambda report: report["id"])
def test_labels_are_of_the_text(report: dict):
    assert all(span in report["text"] for span in report["personal_spans"])
    assert report["personal_data"] == bool(report["personal_spans"])
