"""The App Home: for each role what is asked, what was reported, how it stands; drawn when opened and after verbs."""

import json
import logging

from slack_sdk.errors import SlackApiError

from bot.desk.actor import Actor
from bot.slack.blocks import Block, button, buttons, context, escaped, header, section
from bot.slack.briefings import mine
from bot.slack.buttons import number_of
from bot.slack.home.lists import PAGE, SECTIONS, Lines, Section, lines_of
from bot.slack.incoming import Incoming
from bot.slack.reception import Reception, may_report

log = logging.getLogger(__name__)
Pages = dict[str, int]


def opened(reception: Reception, incoming: Incoming) -> None:
    if incoming.event.get("tab", "home") == "home":
        publish(reception, incoming, _pages(incoming.event.get("view") or {}))


def turn_page(reception: Reception, incoming: Incoming) -> None:
    """The buttons "Older" and "Newer"; action id "home:<section>.<page>"."""
    pages = _pages(incoming.view)
    _, _, about = str(incoming.action.get("action_id")).partition(":")
    name, _, page = about.partition(".")
    if (number := number_of(page)) is not None:
        pages[name] = number
    publish(reception, incoming, pages)


def refresh(reception: Reception, incoming: Incoming) -> None:
    """After something was done; nobody waits for it, and the Home is drawn anew when it is opened anyway."""
    reception.later(lambda: _quietly(reception, incoming))


def _quietly(reception: Reception, incoming: Incoming) -> None:
    """What was done is on record by now: a Home that cannot be drawn must not make it look undone."""
    try:
        if incoming.team == reception.own_team():
            publish(reception, incoming, _pages(incoming.view) if incoming.view.get("type") == "home" else {})
    except Exception:  # noqa: BLE001  (see above; it is logged whole)
        log.exception("A Home could not be drawn.")


def publish(reception: Reception, incoming: Incoming, pages: Pages) -> None:
    actor = reception.actor(incoming)
    view = draw(reception, actor, pages)
    try:
        reception.client.views_publish(user_id=incoming.user, view=view)
    except SlackApiError as error:  # somebody who has no Home here, as of another workspace
        log.warning("A Home could not be shown: %s", error.response.get("error"))


def _pages(view: Block) -> Pages:
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {name: page for name, page in found.items() if isinstance(page, int)} if isinstance(found, dict) else {}


def draw(reception: Reception, actor: Actor, pages: Pages) -> Block:
    team = reception.desk.council().team.name
    blocks = [
        header(team),
        section(f"Good to see you, {escaped(actor.name)}. If somebody is in danger, ring 999 first."),
        *([buttons(button("Report an issue", "report", style="primary"))] if may_report(reception, actor) else []),
    ]
    now_on: Pages = {}
    for each in SECTIONS:
        lines = lines_of(reception, actor, each.name, pages.get(each.name, 0))
        now_on[each.name] = lines.page
        blocks += _section(each, lines)
    own = mine.in_home(reception, actor)
    return {"type": "home", "blocks": [*blocks[: 100 - len(own)], *own], "private_metadata": json.dumps(now_on)}


def _section(each: Section, lines: Lines) -> list[Block]:
    if not lines.blocks:
        return [header(each.title), context(each.nothing)] if each.always else []
    count = f" ({lines.total})" if lines.total > PAGE else ""
    return [header(f"{each.title}{count}"), *lines.blocks, *_turns(each, lines)]


def _turns(each: Section, lines: Lines) -> list[Block]:
    turns = []
    if lines.page:
        turns.append(button("Newer", f"home:{each.name}.{lines.page - 1}"))
    if lines.older:
        turns.append(button("Older", f"home:{each.name}.{lines.page + 1}"))
    return [buttons(*turns)] if turns else []
