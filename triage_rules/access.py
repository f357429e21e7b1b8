"""Who may do what: the table of verbs and standings that a council may change, the safe default, and its limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

# What somebody is to an issue, an action or an organisation. "colleague": anyone of the council's own workspace.
Standing = Literal[
    "colleague",
    "reporter",
    "team",
    "councillor",
    "lead",
    "contact",
    "owner",
    "assignee",
    "member",
    "cabinet",
    "director",
    "clock",
]
Access = Mapping[str, frozenset[str]]
"""Verb to standings. A verb that is not in it is nobody's."""


def _row(default: str, also: str = "") -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(default.split()), frozenset(f"{default} {also}".split())


# Verb -> who may by default, and who may at the most. An acknowledgement is never given by somebody else, a councillor
# never reads what is restricted, and what the clock does is no person's.
_ROWS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "report": _row("colleague team councillor cabinet director"),
    "see": _row("reporter team councillor contact owner assignee cabinet director"),
    "see_note": _row("reporter team owner contact assignee", "director"),
    "edit": _row("reporter team", "contact owner"),
    "mark": _row("reporter team", "contact owner director"),
    "accept": _row("team", "director"),
    "change_answers": _row("team", "contact director"),
    "change_route": _row("team", "contact director"),
    "add_action": _row("team", "owner contact director"),
    "withdraw": _row("team", "contact director"),
    "revoke_link": _row("team", "director"),
    "keep_records": _row("team", "director"),
    "send_briefings": _row("team", "director"),
    "invite": _row("team member"),
    "confirm": _row("team", "director"),
    "acknowledge": _row("assignee"),
    "not_ours": _row("assignee"),
    "done": _row("assignee"),
    "set_reference": _row("assignee"),
    "put_off": _row("team assignee"),
    "add_note": _row("reporter team owner assignee contact lead councillor", "cabinet director"),
    "reply": _row("team owner lead contact", "assignee"),
    "ask": _row("team owner lead contact", "assignee"),
    "answer": _row("reporter"),
    "close": _row("team owner lead contact", "director"),
    "reopen": _row("team", "owner contact director"),
    "satisfied": _row("reporter"),
    "lead": _row("councillor"),
    "view": _row("councillor", "cabinet"),
    "agree": _row("cabinet director"),
    "remind": _row("clock"),
    "escalate": _row("clock"),
    "lapse": _row("clock"),
    "brief": _row("clock team councillor cabinet director"),
}
DEFAULT: Access = {verb: by_default for verb, (by_default, _) in _ROWS.items()}
WIDEST: Access = {verb: most for verb, (_, most) in _ROWS.items()}
# The work itself rests on these: without them something would wait for ever.
FIXED = frozenset({"agree", "answer", "satisfied", "remind", "escalate", "lapse", "brief"})


def access_of(written: Mapping[str, Iterable[str]]) -> Access:
    """The table in force: a council's own rows, and the default for verbs that it says nothing of."""
    return {**DEFAULT, **{verb: frozenset(who) for verb, who in written.items()}}
