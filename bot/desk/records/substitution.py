"""What stands in place of what: a person's names and ids, or phrases of a text, wherever they are written."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from storage.kept import Kind

ERASED = "[erased]"
DIGITS_OF_A_NUMBER = 7
TELEPHONE = re.compile(r"[\d\s().+-]+")


class Substitution:
    """`everywhere`: names, addresses and keys, in all kinds of columns; capitals and spacing do not count.
    `ids`: bare ids, which may also be words of the language: only where ids stand.
    """

    def __init__(self, everywhere: Mapping[str, str], ids: Mapping[str, str] | None = None):
        self._everywhere = _replacer(everywhere)
        self._both = _replacer({**everywhere, **(ids or {})})

    def value(self, kind: Kind, value: Any) -> Any:
        """The same value with everything replaced; JSON is walked, the names of its fields too."""
        return _walk(value, self._everywhere if kind in ("text", "name", "key") else self._both)


def _replacer(tokens: Mapping[str, str]) -> Callable[[str], str]:
    given = sorted(((token, said) for token, said in tokens.items() if token.strip()), key=lambda t: -len(t[0]))
    if not given:
        return lambda text: text
    found = re.compile("|".join(f"({_pattern(token)})" for token, _ in given), re.IGNORECASE)
    return lambda text: found.sub(lambda match: given[(match.lastindex or 1) - 1][1], text)


def _pattern(token: str) -> str:
    """Whole words only; a telephone number however it is spaced."""
    digits = re.sub(r"\D", "", token)
    if TELEPHONE.fullmatch(token) and len(digits) >= DIGITS_OF_A_NUMBER:
        return r"(?<!\d)\+?" + r"[\s().-]*".join(digits) + r"(?!\d)"
    return r"(?<![\w-])" + r"\s+".join(map(re.escape, token.split())) + r"(?![\w-])"


def _walk(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [_walk(each, replace) for each in value]
    if isinstance(value, dict):
        return {replace(name): _walk(each, replace) for name, each in value.items()}
    return value
