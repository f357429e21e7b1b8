"""A council's folder on disk: a shipped one by name, or any folder by path. Text only; nothing is judged here."""

from collections.abc import Iterator
from pathlib import Path

import triage_rules
from triage_rules.folder import own_templates
from triage_rules.folder.sections import WORDS_FOLDER

SHIPPED = Path(triage_rules.__file__).parent / "councils"
SUFFIXES = (".yaml", ".yml")


class NoSuchCouncil(LookupError):
    """Neither a shipped council nor a folder; the message says what there is."""


def shipped() -> tuple[str, ...]:
    """Names of the councils that come with the product, in order of the alphabet."""
    return tuple(sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir() and any(_texts(folder))))


def read(council: str) -> dict[str, str]:
    """File name to text, of a shipped council or a folder, with `lexicon/…` and `templates/…`. Raises NoSuchCouncil."""
    folder = _folder(council)
    files = {path.name: _text(path) for path in _texts(folder)}
    if not files:
        raise NoSuchCouncil(f"The folder {folder} has no YAML files.")
    templates = _in(folder, own_templates.FOLDER, (own_templates.SUFFIX,))
    return files | dict(_in(folder, WORDS_FOLDER, SUFFIXES)) | dict(templates)


def _in(folder: Path, below: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if (folder / below).is_dir():
        yield from ((f"{below}{path.name}", _text(path)) for path in _texts(folder / below, suffixes))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoSuchCouncil(f"{path} cannot be read as UTF-8 text: {error}") from error


def beside(council: str, path: str) -> str | None:
    """The text of another file in the council's folder, which is no part of its data; None where there is none."""
    file = _folder(council) / path
    return file.read_text(encoding="utf-8") if file.is_file() else None


def council_id(council: str) -> str:
    """The name of the shipped council, or of the folder."""
    return _folder(council).resolve().name


def _folder(council: str) -> Path:
    if council in shipped():
        return SHIPPED / council
    if Path(council).is_dir():
        return Path(council)
    names = ", ".join(shipped())
    raise NoSuchCouncil(f"There is no council or folder '{council}'. Shipped councils: {names}. Or give a folder.")


def _texts(folder: Path, suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix in suffixes and path.is_file())
