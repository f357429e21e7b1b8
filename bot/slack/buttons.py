"""What a button stands for: its verb, and the issue or action that it is about (see bot/cards/blocks.py)."""

import re
from dataclasses import dataclass

from bot.slack.incoming import Body


@dataclass(frozen=True)
class Target:
    """Numbers of the issue and, where the verb is about one, of the action."""

    issue: int
    action: int | None = None

    def __str__(self) -> str:
        return f"{self.issue}:{self.action}" if self.action is not None else str(self.issue)


@dataclass(frozen=True)
class Press:
    """A verb on a target; None: the button is about nothing that is on record."""

    verb: str
    target: Target | None = None


_TARGET = re.compile(r"(\d{1,18})(?::(\d{1,18}))?")


def number_of(text: str) -> int | None:
    """A number that somebody's browser sent: decimal digits, no more than a key of ours has."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def target_of(value: str) -> Target | None:
    """From "12" or "12:34"; None when it is neither."""
    found = _TARGET.fullmatch(value)
    return Target(int(found[1]), int(found[2]) if found[2] else None) if found else None


def press_of(action: Body) -> Press:
    """From an action of a payload: a button, or an option of a menu, whose value begins with the verb."""
    if chosen := action.get("selected_option"):
        verb, _, about = str(chosen.get("value") or "").partition(":")
        return Press(verb, target_of(about))
    verb = str(action.get("action_id") or "").partition(":")[0]
    return Press(verb, target_of(str(action.get("value") or "")))
