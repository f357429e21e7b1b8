"""`rapid-response triage --text`: what a report's words suggest."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from storage.readers import Readers
from triage_rules.council import Council
from triage_rules.prefill.similar import Archive
from triage_rules.prefill.suggest import Reader, Suggestions

ASSUMED = "nothing said"


def suggest_text(readers: Readers, council: Council, text: str, as_json: bool) -> None:
    """One text, or with `-` one JSON object a line from standard input; exit status 1 when a line was bad."""
    reader = readers(council)
    if text == "-":
        bad = 0
        for answer in stream(reader, council, sys.stdin):
            bad += "error" in answer
            click.echo(json.dumps(answer, ensure_ascii=False))
        sys.exit(1 if bad else 0)
    found = reader.suggest(text)
    click.echo(json.dumps(as_shape(council, found), ensure_ascii=False) if as_json else in_words(council, found))


def stream(reader: Reader, council: Council, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """An answer for each line that is not empty; `similar` looks at the earlier lines."""
    earlier = Archive()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        echo: dict[str, Any] = {}
        try:
            given = json.loads(line)
            echo = {"id": given["id"]} if isinstance(given, dict) and "id" in given else {}
            if not isinstance(given, dict) or not isinstance(given.get("text"), str):
                raise ValueError('A line has to be an object with "text".')
            found = reader.suggest(given["text"], id=str(given.get("id", number)), earlier=earlier)
            earlier.add(found.matter)
            yield {**echo, **as_shape(council, found)}
        except ValueError as error:
            yield {**echo, "error": str(error)}


def as_shape(council: Council, found: Suggestions) -> dict[str, Any]:
    """The shape that others rely on; wards by name."""
    names = {area.id: area.name for area in council.directory.areas}

    def named(wards: Iterable[str]) -> list[str]:
        return sorted(names.get(ward, ward) for ward in wards)

    return {
        "wards": named(found.wards),
        "places": [
            {
                "text": place.text,
                "kind": place.kind,
                "wards": named(place.wards),
                "choose": place.choose,
                "outside": place.outside,
                "could_be": named(place.could_be),
            }
            for place in found.places
        ],
        "services": [service.id for service in found.services],
        "services_because": {service.id: list(service.because) for service in found.services},
        "answers": {
            name: {"answer": said.answer, "because": "; ".join(said.because)} for name, said in found.answers.items()
        },
        "personal_data": [{"text": span.text, "kind": span.kind} for span in found.personal_data],
        "raised_by": found.raised.by,
        "raised_by_because": found.raised.because,
        "similar": [{"id": each.id, "score": each.score, "because": list(each.because)} for each in found.similar],
    }


def in_words(council: Council, found: Suggestions) -> str:
    """A few lines for a person."""
    shape = as_shape(council, found)
    return "\n".join(
        [
            f"Wards: {', '.join(shape['wards']) or 'not clear from the text'}",
            *(f"  {_place(place)}" for place in shape["places"]),
            f"Could deal with it: {', '.join(shape['services']) or 'not clear from the text'}",
            *(f"  {id}: {'; '.join(because)}" for id, because in shape["services_because"].items()),
            "Suggested answers, for you to check:",
            *(f"  {name}: {said['answer']} ({said['because'] or ASSUMED})" for name, said in shape["answers"].items()),
            f"Raised by: {shape['raised_by']}",
            *(f"Personal: {span['text']} ({span['kind']})" for span in shape["personal_data"]),
        ]
    )


def _place(place: Mapping[str, Any]) -> str:
    if place["outside"]:
        return f"{place['text']}: outside the area"
    if place["choose"]:
        return f"{place['text']}: in several wards ({', '.join(place['wards'])}): which?"
    return f"{place['text']}: {', '.join(place['wards']) or 'no ward can be told from this'}"
