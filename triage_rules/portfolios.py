"""Whose portfolio a matter touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from triage_rules.directory import Directory, UnknownId
from triage_rules.records import Organisation, Owned

Found = tuple[Callable[[str], Organisation | Owned], str]


def touched(directory: Directory, objects: Mapping[str, Any], services: Sequence[str]) -> list[str]:
    """Ids, each once: of the priority, indicator or plan action named, else of the services.

    What has left the council's files since touches none.
    """
    named = _portfolios(_of_objects(directory, objects))
    return named or _portfolios((directory.organisation, id) for id in services)


def _of_objects(directory: Directory, objects: Mapping[str, Any]) -> Iterator[Found]:
    for claim in objects.get("threat", []):
        kind, _, id = claim.partition(":")
        if kind == "priority":
            yield directory.priority, id
        elif kind == "indicator":
            yield directory.indicator, id
    if id := objects.get("priority"):
        yield directory.priority, id
    if id := objects.get("plan_action"):
        yield directory.plan_action, id


def _portfolios(found: Iterator[Found]) -> list[str]:
    portfolios: dict[str, None] = {}
    for look_up, id in found:
        try:
            if portfolio := look_up(id).portfolio:
                portfolios[portfolio] = None
        except UnknownId:
            continue
    return list(portfolios)
