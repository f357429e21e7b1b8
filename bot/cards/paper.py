"""The templates: all wording is in `templates/*.j2`; what people typed is escaped on its way in.

A template is a small document. Paragraphs are divided by empty lines; one that begins with "~ " is small
print, one that begins with "#34 " belongs to action 34. Each is rendered twice: with Slack's marks for the
blocks, and without for the text. People cannot begin a paragraph: what they typed comes in on one line, or
line by line behind "> ".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.cards.text import Ready, clean, escape, one_line, shorten

FOLDER = Path(__file__).parent / "templates"
INLINE = 400  # of a limit: how much of anything stands inside a sentence
QUOTE = 1_500  # of a limit: how much of somebody's words a message shows


@dataclass(frozen=True)
class Paragraph:
    """`about`: the action that it is about, where it is about one."""

    text: str
    small: bool = False
    about: int | None = None


def _finished(value: Any) -> str:
    """Every expression passes here: nothing that people typed gets by unescaped, on more than one line, or long."""
    if value is None:
        return ""
    return value if isinstance(value, Ready) else escape(shorten(one_line(str(value)), INLINE, "…"))


def _bold(value: Any) -> Ready:
    return Ready(f"*{_finished(value)}*")


def _small_words(value: Any) -> Ready:
    return Ready(f"_{_finished(value)}_")


def _unmarked(value: Any) -> Ready:
    return Ready(_finished(value))


def _quoted(value: str | None, most: int = QUOTE) -> Ready:
    """What somebody wrote, line by line behind "> ", so that it can be nothing else."""
    if value is None:
        return Ready("> (erased)")
    lines = (" ".join(line.split()) for line in shorten(clean(value).strip(), most).split("\n"))
    return Ready("\n".join(f"> {escape(line)}" for line in lines if line))


def _environment(bold: Any, italic: Any, sign: Any) -> Environment:
    # Slack's escapes are not HTML's: `finalize` does what autoescape would, without turning ' into &#39;.
    environment = Environment(  # noqa: S701  (escaped for Slack, not for HTML)  # nosec B701
        loader=FileSystemLoader(FOLDER),
        autoescape=False,
        finalize=_finished,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(b=bold, i=italic, sign=sign, quote=_quoted, cap=_capital)
    return environment


def _capital(value: Any) -> Ready:
    text = _finished(value)
    return Ready(text[:1].upper() + text[1:])


@cache
def _slack() -> Environment:
    return _environment(_bold, _small_words, lambda value: Ready(f"{value} " if value else ""))


@cache
def _bare() -> Environment:
    # A screen reader would read a coloured dot aloud before every line; the word says it.
    return _environment(_unmarked, _unmarked, lambda value: Ready(""))


def paragraphs(template: str, facts: Mapping[str, Any]) -> list[Paragraph]:
    return _cut(_slack().get_template(template).render(facts))


def bare_text(template: str, facts: Mapping[str, Any]) -> str:
    return "\n".join(paragraph.text for paragraph in _cut(_bare().get_template(template).render(facts)))


def _cut(rendered: str) -> list[Paragraph]:
    found = []
    for piece in re.split(r"\n\s*\n", rendered):
        lines = [line for raw in piece.split("\n") if (line := " ".join(raw.split()))]
        text = "\n".join(lines)
        if text.startswith("~ "):
            found.append(Paragraph(text[2:], small=True))
        elif marked := re.match(r"#(\d+) ", text):
            found.append(Paragraph(text[marked.end() :], about=int(marked[1])))
        elif text:
            found.append(Paragraph(text))
    return found


def phrase(template: str, name: str, facts: Mapping[str, Any]) -> Ready:
    """One named block of a template: a turn of phrase, ready to be put into another. KeyError if there is none."""
    loaded = _bare().get_template(template)
    said = "".join(loaded.blocks[name](loaded.new_context(dict(facts))))
    return Ready(" ".join(said.split()))


def has_phrase(template: str, name: str) -> bool:
    return name in _bare().get_template(template).blocks
