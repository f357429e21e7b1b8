"""What was suggested otherwise than labelled, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluation.figures import SAFETY, Pair, alarmed, found


def listed(pairs: Sequence[Pair]) -> Iterator[str]:
    for report, answer in pairs:
        wrong = [*_wrong(report, answer)]
        if wrong:
            yield f"\n{report['id']}: {report['text']}"
            yield from (f"    {line}" for line in wrong)


def _wrong(report, answer) -> Iterator[str]:
    labels = {report["signals"][name] for name in SAFETY}
    said = {name: answer["answers"][name] for name in SAFETY}
    if "yes" in labels and not alarmed(answer):
        yield "SAFETY MISSED"
    if labels == {"no"} and alarmed(answer):
        yield f"FALSE ALARM {[each['because'] for each in said.values() if each['answer'] == 'yes']}"
    if set(report["wards"]) != set(answer["wards"]):
        yield f"WARDS should be {report['wards']}, not {answer['wards']} {[p['text'] for p in answer['places']]}"
    lost = [span for span in report["personal_spans"] if not found(span, report, answer)]
    if lost:
        yield f"PERSONAL missed {lost}, found {[each['text'] for each in answer['personal_data']]}"
    if not report["personal_data"] and answer["personal_data"]:
        yield f"PERSONAL false {[(each['text'], each['kind']) for each in answer['personal_data']]}"
    more = {id: answer["services_because"][id] for id in set(answer["services"]) - set(report["services"])}
    less = sorted(set(report["services"]) - set(answer["services"]))
    if more or less:
        yield f"SERVICES missed {less}, too many {more}"
    right, ours = report["signals"]["threat_reputation"], answer["answers"]["threat_reputation"]
    if (right == "yes") != (ours["answer"] == "yes"):
        yield f"REPUTATION should be {right}, not {ours['answer']} ({ours['because']})"
    first = report.get("near_duplicate_of")
    if first and first not in [each["id"] for each in answer["similar"][:3]]:
        yield f"SIMILAR {first} is not in {[(each['id'], each['score']) for each in answer['similar']]}"
