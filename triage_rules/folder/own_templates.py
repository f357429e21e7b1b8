"""The templates that a council may write itself, in `templates/` of its folder. Their text is only kept here."""

from __future__ import annotations

from collections.abc import Mapping

from triage_rules.folder.problems import Problem, instead

FOLDER = "templates/"
SUFFIX = ".j2"
REPLACEABLE = ("briefing.html.j2", "briefing.txt.j2")
"""A briefing's page, for e-mail and paper, and its plain text."""


def is_template(file: str) -> bool:
    return file.startswith(FOLDER)


def templates_of(files: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """Name to text. Mistakes go to the other problems."""
    found = {name.removeprefix(FOLDER): text for name, text in files.items() if is_template(name)}
    for name in found:
        if name not in REPLACEABLE:
            problems.append(Problem(FOLDER + name, 1, "no template of that name is used", instead(name, REPLACEABLE)))
    return found
