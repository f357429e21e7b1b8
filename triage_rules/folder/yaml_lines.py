"""YAML with the line of everything in it, and every mistake of form as a problem instead of an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from triage_rules.folder.problems import Problem

Path = tuple[str | int, ...]
DEEPEST = 20
"""Nothing that a council writes is nested deeper; an alias that holds itself is."""


@dataclass
class Document:
    """data: plain dicts, lists and scalars. Lines count from 1."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of what is at this path, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, what: str, fix: str) -> Problem:
        return Problem(self.file, self.line(path), what, fix)


def read_yaml(file: str, text: str) -> Document:
    """Reads one file. YAML 1.2: `no` and `09:00` are words. Tags and keys given twice are problems."""
    document = Document(file)
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        document.problems.append(_not_yaml(file, error))
        return document
    if node is not None:
        document.data = _plain(document, node, (), node.start_mark.line)
    return document


def _not_yaml(file: str, error: YAMLError) -> Problem:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    what = error.problem if isinstance(error, MarkedYAMLError) and error.problem else "unreadable characters"
    fix = "Look at the spaces at the start of the line, the colons and the quotes, here and one line above."
    return Problem(file, mark.line + 1 if mark else 1, f"this is not YAML: {what}", fix)


def _plain(document: Document, node: Node, path: Path, line: int) -> Any:
    document.lines[path] = line + 1
    if len(path) > DEEPEST:
        document.problems.append(document.problem(path, "this is nested too deep", "Write it out, without '*'."))
        return None
    if isinstance(node, MappingNode):
        return _mapping(document, node, path)
    if isinstance(node, SequenceNode):
        items = enumerate(node.value)
        return [_plain(document, item, (*path, i), item.start_mark.line) for i, item in items]
    assert isinstance(node, ScalarNode)
    return _scalar(document, node, path)


def _mapping(document: Document, node: MappingNode, path: Path) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in mapping:
            what = f"'{name}' is here twice, first on line {document.line((*path, name))}"
            problem = Problem(document.file, key.start_mark.line + 1, what, "Keep one of them.")
            document.problems.append(problem)
            continue
        mapping[name] = _plain(document, value, (*path, name), key.start_mark.line)
    return mapping


def _scalar(document: Document, node: ScalarNode, path: Path) -> Any:
    text: str = node.value
    kind = str(node.tag).removeprefix("tag:yaml.org,2002:")
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int" and re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    if kind not in ("str", "int", "float", "timestamp"):
        what = f"'{kind}' is a YAML tag, and there are none here"
        document.problems.append(document.problem(path, what, "Remove what begins with an exclamation mark."))
    return text
