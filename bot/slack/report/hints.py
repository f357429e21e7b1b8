"""What the form says beside its fields: which words made a suggestion, what is urgent, personal or a repeat. Pure."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.desk.hints.advice import Repeats, Said
from bot.desk.verbs.report import shorten
from bot.slack.blocks import Block, button, buttons, context, cut, escaped, section
from bot.slack.report import state as form
from bot.slack.report.changes import QUESTION, suggested, value_of
from bot.slack.report.state import FormState, block_of, safety_clear
from triage_rules.council import Council
from triage_rules.criteria import Question
from triage_rules.plain_words import listed
from triage_rules.triage import triage

SUGGEST, UNDO, SAME = "report_suggest", "report_undo", "report_same"
USE_SUMMARY, EDIT_SUMMARY = "report_use_summary", "report_edit_summary"
PERSONAL = {
    "name": "a name",
    "phone": "a phone number",
    "email": "an e-mail address",
    "address": "a house number",
    "plate": "a number plate",
    "birth": "a date of birth",
    "number": "a personal number",
    "health": "something about somebody's health",
}
MOST_WORDS, LENGTH = 3, 60
"""Pieces of the text that are quoted, and characters of each."""


def urgent(state: FormState, council: Council, one: Question) -> list[Block]:
    """Words that sound like danger, below the safety question that they belong to. Nobody's answer is filled in."""
    if one.id not in state.advice.urgent or state.answers.get(one.id) == "no":
        return []
    stream = triage(council.table, {one.id: "yes"}).stream or ""
    first = council.safety[stream].numbers[0]
    words = quoted(state.advice.urgent[one.id])
    said = f":warning: *This sounds urgent:* {words}." if words else ":warning: *This sounds urgent.*"
    return [section(f"{said} If so, ring {escaped(first.number)} before you go on.", f"urgent.{one.id}")]


def quoted(words: Sequence[str]) -> str:
    """What somebody wrote, in quotation marks: the first few pieces."""
    return ", ".join(f"“{escaped(cut(word, LENGTH))}”" for word in words[:MOST_WORDS])


def suggest(state: FormState) -> list[Block]:
    """For a form that began empty: what is typed is read when the next answer is given, or at once by this."""
    if state.note or state.where:
        return []
    return [buttons(button("Fill in the rest from my words", SUGGEST), block_id="suggest")]


def places(state: FormState, council: Council) -> list[Block]:
    """What a place's name leaves open, and the way out of what was filled in."""
    lines = []
    for which in state.advice.which:
        if form.WARDS not in state.chosen:
            names, name = (
                listed([council.directory.name(ward) for ward in which.wards]),
                escaped(cut(which.name, LENGTH)),
            )
            there = f"{name} takes in" if which.spread else f"There is a {name} in"
            lines.append(f"{there} {escaped(names)}. Which do you mean?")
    lines += [
        f"{escaped(cut(name, LENGTH))} is outside the area of {escaped(council.name)}." for name in state.advice.outside
    ]
    blocks = [section(f":round_pushpin: {' '.join(lines)}", "places")] if lines else []
    if suggested(state):
        way_out = "What is filled in below comes from your words. Change what is wrong, or take it all out."
        blocks.append(section(way_out, "filled_in", button("Undo", UNDO)))
    return blocks


def because(state: FormState, council: Council, name: str) -> list[Block]:
    """Why a field holds what it holds, while nobody has said otherwise."""
    line = ""
    if name.startswith(QUESTION):
        line = _because_answer(state, council, name.removeprefix(QUESTION))
    elif name in suggested(state):
        words = {
            form.WARDS: state.advice.ward_words,
            form.SERVICES: state.advice.service_words,
            form.RAISED_BY: (state.advice.raised_words,),
        }
        line = f"because you wrote {quoted(words[name])}"
    return [context(f"_{line}_", f"because.{name}")] if line else []


def _because_answer(state: FormState, council: Council, id: str) -> str:
    advice, question = state.advice, council.criteria.question(id)
    repeats = _count(council, advice.repeats) if question.parts and advice.repeats else ""
    said = advice.answers.get(id)
    if said is not None and block_of(id) not in state.chosen:
        line = f"because {_why(said, council)}"
    elif id in advice.hints and id not in state.answers:
        line = f"you wrote {quoted(advice.hints[id])}"
    else:
        line = ""
    return "; ".join(part for part in (repeats, line) if part)


def _why(said: Said, council: Council) -> str:
    match said.why:
        case "words":
            return f"you wrote {quoted(said.words)}"
        case "services":
            known = {organisation.id: organisation.name for organisation in council.directory.organisations}
            return f"it looks like a job for {escaped(cut(listed([known.get(id, id) for id in said.words]), 150))}"
        case "nothing_alike":
            return "no open issue there is like it"
        case _:
            return "you wrote nothing that says otherwise"


def _count(council: Council, repeats: Repeats) -> str:
    since = repeats.since.astimezone(ZoneInfo(council.zone))
    reports = "report" if repeats.reports == 1 else "reports"
    return f"{repeats.reports} {reports} here since {since:%B}"


def same(state: FormState, council: Council) -> list[Block]:
    """Open issues that may be the same, and how many reports there were; gone once somebody has answered."""
    asked = next((one for one in council.criteria.questions if one.object == "issue"), None)
    if asked is None or not safety_clear(state, council.table) or asked.id in state.answers:
        return []
    blocks = []
    for each in state.advice.like:
        summary = escaped(cut(each.summary, 150))
        both = f"\n_both: {quoted(each.because)}_" if each.because else ""
        said = f"*Same as RR-{each.issue} · {summary}?*{both}"
        blocks.append(section(said, f"same.{each.issue}", button("Yes, the same", SAME, str(each.issue))))
    if state.advice.repeats:
        blocks.append(context(f"*{_count(council, state.advice.repeats)}*", "repeats"))
    return blocks


def others_see(state: FormState) -> list[Block]:
    """What leaves the team; and a warning where that has personal data, with a way to leave it out."""
    advice, blocks = state.advice, []
    if advice.personal:
        kinds = _kinds(advice.personal)
        if state.summary:
            said = (
                f":warning: *This summary has {kinds}.* Others see it as it stands. Without: “{escaped(advice.seen)}”"
            )
        else:
            said = f":warning: *This has {kinds}.* Others will see: “{escaped(advice.seen)}”"
        blocks = [
            section(said, "personal"),
            buttons(
                button("Use this summary", USE_SUMMARY, style="primary"),
                button("Edit", EDIT_SUMMARY),
                block_id="personal_buttons",
            ),
        ]
    elif state.summary or state.note:
        blocks = [context(f"Others will see: “{escaped(shorten(state.summary or state.note))}”", "others_see")]
    if advice.personal_place and value_of(state, form.WHERE):
        kinds = _kinds(advice.personal_place)
        blocks.append(context(f":warning: “Where is it?” has {kinds}. Others see it as it stands.", "personal_place"))
    return blocks


def _kinds(personal: Sequence[str]) -> str:
    return escaped(listed([PERSONAL.get(kind, kind) for kind in personal]))
