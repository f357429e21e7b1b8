"""Somebody in the workspace, doing what people do and reading what people read. What follows is delivered at once."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.desk.actor import Actor
from bot.desk.verbs.report import Report, report
from bot.simulator import OpenView, Person, Surface
from bot.simulator.people import acting
from bot.simulator.people.finding import Found, buttons, words
from bot.simulator.state.models import Message
from tests.journeys.report import Told, fill_in

if TYPE_CHECKING:
    from tests.journeys.town import Town

REFERENCE = re.compile(r"RR-\d+")
Fields = Mapping[str, str | list[str] | date | None]


def read(message: Message) -> str:
    """Everything that a person reads of it: for the eye, without bold, and for screen readers and notifications."""
    return f"{words(message.blocks)}\n{message.text}".replace("*", "")


def offers(message: Message) -> list[str]:
    """What can be pressed, menus included."""
    return [name.removeprefix("⋯ ") for name in buttons(message.blocks)]


class Somebody:
    def __init__(self, town: "Town", slug: str, person: Person):
        self.town, self.slug, self.slack = town, slug, person
        self.name = town.council.directory.person(slug).name

    # -- reporting ------------------------------------------------------------------------------------------------

    def types(self, text: str = "", where: str | None = None) -> OpenView | None:
        """`/issue` and this text; the form that opened, if any."""
        view = self.slack.command("/issue", text, where)
        self.town.deliver()
        return view

    def form(self, text: str = "") -> OpenView:
        view = self.types(text)
        assert view is not None, "no form opened"
        return view

    def reports(self, told: Told, form: OpenView | None = None) -> str:
        """Fill in the form, send it, and read its reference in the receipt; "" where there is none to read."""
        view = form or self.form()
        fill_in(view, self.town.council, told)
        return self.reports_as_filled(view)

    def has_reported(self, told: Told) -> str:
        """The same without the form, where the journey begins later: filling it in takes half of a journey's time."""
        given = Report(
            note=told.what,
            answers=dict(told.answers),
            summary=told.summary,
            place=told.where,
            wards=tuple(told.wards),
            services=tuple(told.services),
            raised_by="resident" if told.raised_by else "unknown",
            objects={**told.objects},
        )
        receipt = report(self.town.app.desk, Actor(f"person:{self.slug}", self.name, self.slug), given)
        self.town.deliver()
        assert receipt.issue is not None
        return receipt.issue.reference

    def reports_as_filled(self, view: OpenView) -> str:
        """Send the form as it stands."""
        before = len(self.slack.messages())
        assert view.submit(), view.errors
        self.town.deliver()
        new = self.slack.messages()[before:]
        found = [REFERENCE.search(read(message)) for message in new]
        return next((match[0] for match in found if match), "")

    # -- reading --------------------------------------------------------------------------------------------------

    def reads(self, *phrases: str, where: str | None = None) -> str:
        """The newest message there that holds all these phrases; where None: in the direct message with the bot."""
        for message in reversed(self.slack.messages(where)):
            text = read(message)
            if all(phrase in text for phrase in phrases):
                return text
        seen = "\n---\n".join(read(message) for message in self.slack.messages(where)[-6:])
        raise AssertionError(f"{self.slug} reads nothing with {phrases} in {where or 'their direct message'}:\n{seen}")

    def has_heard(self, *phrases: str, where: str | None = None) -> bool:
        texts = [read(message) for message in self.slack.messages(where)]
        return any(all(phrase in text for phrase in phrases) for text in texts)

    def home(self) -> Surface:
        shown = self.slack.open_home()
        assert shown is not None, "no Home was shown"
        return shown

    def opens(self, reference: str) -> OpenView:
        """From Home: the first line there about this issue."""
        view = self.home().view
        line = next(block for block in view.blocks if reference in words([block]) and "accessory" in block)
        acting.press(self.town.ws, self.slack.id, view, Found(line, line["accessory"]))
        return self.slack.open_view()

    # -- doing ----------------------------------------------------------------------------------------------------

    def finds(self, button: str, on: str, where: str | None = None) -> Message:
        """The newest message there that holds the words `on` and offers this button."""
        for message in reversed(self.slack.messages(where)):
            if on in read(message) and button in offers(message):
                return message
        seen = "\n---\n".join(f"{read(m)}\n{offers(m)}" for m in self.slack.messages(where) if on in read(m))
        raise AssertionError(f"{self.slug} finds no {button!r} on {on!r} in {where or 'their direct message'}:\n{seen}")

    def clicks(self, button: str, on: str, where: str | None = None) -> OpenView | None:
        view = self.slack.click(self.finds(button, on, where), button)
        self.town.deliver()
        return view

    def does(self, button: str, on: str, fields: Fields, where: str | None = None) -> None:
        """Click, fill in the form that opens, and send it."""
        view = self.clicks(button, on, where)
        assert view is not None, f"{button} opened no form"
        self.sends(view, fields)

    def sends(self, view: OpenView, fields: Fields) -> None:
        for label, value in fields.items():
            view.fill(label, value)
        assert view.submit(), view.errors
        self.town.deliver()

    def more(self, button: str, on: str, fields: Fields, where: str | None = None) -> None:
        """The same for what stands under "More…"."""
        menu = self.clicks("More…", on, where)
        assert menu is not None
        menu.click(button)
        if fields:
            self.sends(self.slack.open_view(), fields)
        self.town.deliver()

    def is_refused(self, button: str, message: Message) -> str:
        """Press a button as it stood in that message; what only this person is told in answer."""
        before = _only_to(self.slack, message.channel)
        view = self.slack.click(message, button)
        self.town.deliver()
        new = _only_to(self.slack, message.channel)[len(before) :]
        assert view is None, f"a form opened: {view.text if view else ''}"
        assert len(new) == 1, f"{len(new)} answers"
        return read(new[0])

    def closes_what_is_open(self) -> None:
        while view := self.slack.view():
            view.close(all_views=True)


def _only_to(person: Person, channel: str) -> Sequence[Message]:
    return [message for message in person.messages(channel) if message.ephemeral_to == person.id]
