"""The page that a stop shows: whom to ring. Drawn from the council's safety texts alone; nothing typed is in it."""

from bot.slack.blocks import Block, button, buttons, escaped, header, modal, section
from triage_rules.council import Council, SafetyText
from triage_rules.triage import triage

CARRY_ON = "report_rest"


def draw_stop(council: Council, stream: str, from_message: bool = False) -> Block:
    safety = council.safety[stream]
    blocks = [header(safety.title), section(_numbers(safety), "numbers")]
    blocks += [section(escaped(line)) for line in safety.lines]
    if from_message:
        blocks.append(
            section("*The message in Slack is still there.* Delete it, or ask its writer to, if it should not be.")
        )
    carry_on = button("Report the rest without the person", CARRY_ON, "message" if from_message else "form")
    return modal("Report an issue", [*blocks, buttons(carry_on)], callback="stop", close="Close")


def _numbers(safety: SafetyText) -> str:
    return "\n".join(f"*{escaped(each.number)}*  {escaped(each.for_)}" for each in safety.numbers)


def ring_first(council: Council, question_id: str) -> str:
    """What stands at a safety question that was answered Not known: whom to ring."""
    stream = triage(council.table, {question_id: "yes"}).stream or ""
    numbers = " or ".join(f"{each.number} ({each.for_})" for each in council.safety[stream].numbers)
    return f"Answer Yes or No. If you cannot tell, ring {numbers} first. What you typed stays here."
