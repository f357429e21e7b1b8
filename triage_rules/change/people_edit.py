"""A plan written into the council's files: comments, order and everything else stay as somebody wrote them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from triage_rules.change.people_plan import End, Plan, Start
from triage_rules.folder.sections import CRITERIA_FILE, is_words

NEW_FILE = "people.yaml"


def edit(files: Mapping[str, str], plan: Plan) -> dict[str, str]:
    """The same files with the plan in them. Each still has to be read and checked as a whole."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    texts = {name: text for name, text in files.items() if name != CRITERIA_FILE and not is_words(name)}
    documents = {name: yaml.load(text) for name, text in texts.items()}
    touched = set(_touch(documents, plan))
    changed = {}
    for name in touched:
        stream = io.StringIO()
        yaml.dump(documents[name], stream)
        changed[name] = stream.getvalue()
    return {**files, **changed}


def _touch(documents: dict[str, Any], plan: Plan) -> Iterator[str]:
    """Change the documents; the names of those that were."""
    people = {str(entry["id"]): (name, entry) for name, entry in _entries(documents, "people")}
    for each in plan.newcomers:
        file = _home(documents, plan, each.id)
        entry = CommentedMap(id=each.id, name=each.name, email=each.email)
        if each.tells_by != "slack":
            entry["tells_by"] = each.tells_by
        documents.setdefault(file, CommentedMap()).setdefault("people", CommentedSeq()).append(entry)
        people[each.id] = (file, entry)
        yield file
    for each in plan.corrections:
        file, entry = people[each.person]
        entry[each.field] = each.after
        yield file
    for each in plan.ends:
        file, entry = people[each.person]
        _end(entry, each)
        yield file
    for each in plan.starts:
        file, entry = people[each.person]
        entry.setdefault("roles", CommentedSeq()).append(_role(each))
        yield file
    for name, area in _entries(documents, "areas"):
        empty = plan.vacancies.get(str(area["id"]))
        if empty is not None:
            area["vacancies"] = empty
            if not empty:
                del area["vacancies"]
            yield name


def _entries(documents: dict[str, Any], section: str) -> Iterator[tuple[str, Any]]:
    for name, document in documents.items():
        for entry in (document or {}).get(section) or ():
            yield name, entry


def _home(documents: dict[str, Any], plan: Plan, person: str) -> str:
    """The file in which most holders of their first role stand."""
    role = next((each.role for each in plan.starts if each.person == person), None)
    found = Counter(
        name
        for name, entry in _entries(documents, "people")
        for held in entry.get("roles") or ()
        if held["role"] == role
    )
    return found.most_common(1)[0][0] if found else NEW_FILE


def _role(start: Start) -> CommentedMap:
    role = CommentedMap(role=start.role)
    role |= {"of": start.of} if start.of else {}
    role["from"] = start.from_
    role |= {"until": start.until} if start.until else {}
    role.fa.set_flow_style()
    return role


def _end(entry: Any, end: End) -> None:
    """Of several like it, the last: somebody may have held it before."""
    at, held = next(
        (at, held)
        for at, held in reversed(list(enumerate(entry["roles"])))
        if (held["role"], held.get("of")) == (end.role, end.of) and _still(held, end.until)
    )
    if end.was_to_start:
        del entry["roles"][at]
    else:
        held["until"] = end.until


def _still(held: Any, until: date) -> bool:
    """Whether this is the role that goes on, and not an earlier one of the same kind."""
    ends = held.get("until")
    return ends is None or str(ends) > str(until)
