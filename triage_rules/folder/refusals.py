"""pydantic's refusals in the words of somebody who writes a council's folder."""

from __future__ import annotations

import collections.abc
import re
import types
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from triage_rules.folder.problems import instead
from triage_rules.folder.yaml_lines import Path
from triage_rules.records import CHANNEL, EMAIL, SLUG, WEBHOOK
from triage_rules.retention import PERIOD

Refusal = tuple[Path, str, str]
"""Where (inside what was validated), what is wrong, what to write instead."""

PATTERNS = {
    SLUG: "Write small letters, digits and hyphens, such as east-ward.",
    EMAIL: "Write an address such as first.last@example.org.",
    CHANNEL: "Write the channel's name without '#' and spaces, such as rapid-response.",
    WEBHOOK: "Write an address that begins with https://, without name and password.",
    r"^[A-Za-z][A-Za-z0-9_-]{0,39}$": "Write a letter, then letters, digits, '-' or '_', such as danger.",
    r"^[^\r\n]*$": "Write it on one line.",
    PERIOD: "Write a number and days, weeks, months or years, such as 6 months.",
}
EXPECTED = {
    "bool": ("true or false", "Write true or false."),
    "int": ("a whole number", "Write a number such as 2."),
    "date": ("a date", "Write it like 2026-05-31."),
    "tuple": ("a list", "Write it like [one, two]."),
    "list": ("a list", "Write it like [one, two]."),
    "dict": ("a group of fields", "Write its fields below it, each like 'field: value'."),
    "mapping": ("a group of fields", "Write its fields below it, each like 'field: value'."),
    "model": ("a group of fields", "Write its fields below it, each like 'field: value'."),
}


def refusals(error: ValidationError, of: Any) -> Iterator[Refusal]:
    """Each mistake, with a suggestion. `of` is the type that refused: its fields are what is suggested."""
    for detail in error.errors():
        path = tuple(part for part in detail["loc"] if part != "[key]")
        yield _refusal(detail, path, of)


def _refusal(detail: ErrorDetails, path: Path, of: Any) -> Refusal:
    kind, name = detail["type"], str(path[-1]) if path else "this"
    if kind == "extra_forbidden":
        return path, f"'{name}' is not a field here", instead(name, _fields(of, path[:-1]))
    if kind == "missing":
        return path[:-1], f"'{name}' is missing", f"Add '{name}: …'."
    if isinstance(path[-1] if path else None, int) and len(path) > 1:
        name = f"{path[-2]}, number {int(path[-1]) + 1}"
    for begins, explain in EXPLANATIONS.items():
        if kind.startswith(begins):
            return path, *explain(name, detail)
    expected = EXPECTED.get(kind.split("_")[0])
    if expected:
        return path, f"'{name}' should be {expected[0]}, and is {_shown(detail['input'])}", expected[1]
    return path, f"'{name}' cannot be {_shown(detail['input'])}: {detail['msg']}", "Change it."


def _literal(name: str, detail: ErrorDetails) -> tuple[str, str]:
    options = re.findall(r"'([^']*)'", detail.get("ctx", {})["expected"])
    return f"'{name}' cannot be {_shown(detail['input'])}", instead(str(detail["input"]), options)


def _words(name: str, detail: ErrorDetails) -> tuple[str, str]:
    given = detail["input"]
    fix = f'Put it in quotes: "{given}".' if isinstance(given, int) else "Write words after the colon."
    return f"'{name}' should be words, and is {_shown(given)}", fix


def _pattern(name: str, detail: ErrorDetails) -> tuple[str, str]:
    pattern = detail.get("ctx", {})["pattern"]
    return f"'{name}' cannot be {_shown(detail['input'])}", PATTERNS.get(pattern, f"It must fit {pattern}.")


def _empty(name: str, detail: ErrorDetails) -> tuple[str, str]:
    return f"'{name}' is empty", "Write something, or remove the line."


def _long(name: str, detail: ErrorDetails) -> tuple[str, str]:
    most = detail.get("ctx", {})["max_length"]
    return f"'{name}' is longer than {most} characters", "Make it shorter."


def _ours(name: str, detail: ErrorDetails) -> tuple[str, str]:
    """Our own models say what is wrong, then after a semicolon what to write."""
    what, _, fix = str(detail.get("ctx", {})["error"]).partition("; ")
    return what, f"{fix[:1].upper()}{fix[1:]}." if fix else "Change it."


EXPLANATIONS: dict[str, Callable[[str, ErrorDetails], tuple[str, str]]] = {
    "literal_error": _literal,
    "string_type": _words,
    "string_pattern": _pattern,
    "string_too_short": _empty,
    "too_short": _empty,
    "string_too_long": _long,
    "value_error": _ours,
}


def _shown(given: object) -> str:
    if isinstance(given, dict):
        return "a group of fields"
    if isinstance(given, list):
        return "a list"
    return "empty" if given is None else f"'{str(given)[:60]}'"


def _fields(of: Any, path: Path) -> list[str]:
    """The fields of the model that a path leads to."""
    for part in path:
        of = _inner(of, part)
    of = _model(of)
    return [field.alias or name for name, field in of.model_fields.items()] if of else []


def _inner(of: Any, part: str | int) -> Any:
    model = _model(of)
    if model:
        fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        return fields.get(str(part))
    arguments = get_args(_bare(of))
    if get_origin(_bare(of)) in (dict, collections.abc.Mapping):
        return arguments[1]
    return arguments[0]


def _model(of: Any) -> type[BaseModel] | None:
    of = _bare(of)
    return of if isinstance(of, type) and issubclass(of, BaseModel) else None


def _bare(of: Any) -> Any:
    """Without Annotated and without `| None`."""
    if get_origin(of) is Annotated:
        return _bare(get_args(of)[0])
    if get_origin(of) in (Union, types.UnionType):
        return _bare(next(each for each in get_args(of) if each is not type(None)))
    return of
