"""The figures: what is counted, and what each should be. A labelled report and its answer are plain dicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Pair = tuple[dict[str, Any], dict[str, Any]]
"""A labelled report, and what was suggested for it."""
SAFETY = ("immediate_danger", "safeguarding")


@dataclass(frozen=True)
class Figure:
    """aim: the least it should be (or the most, when `most`). of: how many reports or spans it is out of."""

    name: str
    value: float
    aim: float
    most: bool = False
    of: int = 0
    percent: bool = True

    @property
    def met(self) -> bool:
        return self.of == 0 or (self.value <= self.aim if self.most else self.value >= self.aim)

    def __str__(self) -> str:
        shown = f"{self.value:7.1%}" if self.percent else f"{self.value:7.3f}"
        aim = f"{self.aim:.0%}" if self.percent else f"{self.aim:g}"
        bound = "at most" if self.most else "at least"
        return f"{'ok  ' if self.met else 'MISS'} {self.name:<58} {shown}  ({bound} {aim}, of {self.of})"


def figures(pairs: Sequence[Pair]) -> list[Figure]:
    """Every figure, in the order of importance."""
    return [
        *_safety(pairs),
        *_wards(pairs),
        *_personal(pairs),
        _f1("services: micro-F1", pairs, lambda report: set(report["services"]), 0.80),
        _f1("threat to reputation: F1", pairs, _reputation, 0.80),
        _similar(pairs),
    ]


def alarmed(answer: dict[str, Any]) -> bool:
    return any(answer["answers"][name]["answer"] == "yes" for name in SAFETY)


def _safety(pairs: Sequence[Pair]) -> Iterator[Figure]:
    yes = [answer for report, answer in pairs if "yes" in _labels(report)]
    no = [answer for report, answer in pairs if _labels(report) == {"no"}]
    yield Figure("danger or safeguarding: recall", _share(map(alarmed, yes)), 1.0, of=len(yes))
    yield Figure("danger or safeguarding: false alarms", _share(map(alarmed, no)), 0.15, most=True, of=len(no))


def _labels(report: dict[str, Any]) -> set[str]:
    return {report["signals"][name] for name in SAFETY}


def _wards(pairs: Sequence[Pair]) -> Iterator[Figure]:
    found = sum(len(answer["wards"]) for _, answer in pairs)
    labelled = sum(len(report["wards"]) for report, _ in pairs)
    right = sum(len(set(report["wards"]) & set(answer["wards"])) for report, answer in pairs)
    yield Figure("wards: precision", right / found if found else 1.0, 0.95, of=found)
    yield Figure("wards: recall", right / labelled if labelled else 1.0, 0.85, of=labelled)
    exact = _share(set(report["wards"]) == set(answer["wards"]) for report, answer in pairs)
    yield Figure("wards: exact set", exact, 0.80, of=len(pairs))


def _personal(pairs: Sequence[Pair]) -> Iterator[Figure]:
    spans = [found(span, report, answer) for report, answer in pairs for span in report["personal_spans"]]
    clean = [bool(answer["personal_data"]) for report, answer in pairs if not report["personal_data"]]
    yield Figure("personal data: recall of spans", _share(spans), 0.95, of=len(spans))
    yield Figure("personal data: clean reports warned", _share(clean), 0.10, most=True, of=len(clean))


def found(span: str, report: dict[str, Any], answer: dict[str, Any]) -> bool:
    """Whether a returned span covers it, or at least half of it."""
    return any(
        _covered(span, each["text"], report["text"]) * 2 >= len(span)
        for each in answer["personal_data"]
        if each["text"]
    )


def _covered(span: str, other: str, text: str) -> int:
    """The most characters that both have in common where they stand in the text."""
    return max(
        (
            max(0, min(at + len(span), to + len(other)) - max(at, to))
            for at in _positions(span, text)
            for to in _positions(other, text)
        ),
        default=0,
    )


def _positions(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _reputation(report: dict[str, Any]) -> set[str]:
    said = report["signals"] if "signals" in report else report["answers"]
    answer = said["threat_reputation"]
    return {"yes"} if (answer if isinstance(answer, str) else answer["answer"]) == "yes" else set()


def _f1(name: str, pairs: Sequence[Pair], of: Callable[[dict[str, Any]], set[str]], aim: float) -> Figure:
    right = sum(len(of(report) & of(answer)) for report, answer in pairs)
    both = sum(len(of(report)) + len(of(answer)) for report, answer in pairs)
    return Figure(name, 2 * right / both if both else 1.0, aim, of=both - right, percent=False)


def _similar(pairs: Sequence[Pair]) -> Figure:
    again = [(report, answer) for report, answer in pairs if report.get("near_duplicate_of")]
    hits = [report["near_duplicate_of"] in [e["id"] for e in answer["similar"][:3]] for report, answer in again]
    return Figure("near-duplicates: the first report in the top three", _share(hits), 1.0, of=len(hits))


def _share(of: Any) -> float:
    flags = [bool(flag) for flag in of]
    return sum(flags) / len(flags) if flags else 1.0
