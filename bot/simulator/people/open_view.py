"""A modal or Home in front of somebody: read it, fill it, submit it."""

from __future__ import annotations

import copy
from typing import Any

from bot.simulator import limits
from bot.simulator.behaviour import showing
from bot.simulator.checks.blocks import interactive
from bot.simulator.checks.element_state import is_empty, state_key
from bot.simulator.errors import NotAnswered, NotPossible, SlackError
from bot.simulator.people import acting, finding
from bot.simulator.sending import payloads
from bot.simulator.sending.connected import Connected
from bot.simulator.state.models import Blocks, Values, View


class Surface:
    """What a modal and a Home have in common. Always shows the newest state."""

    def __init__(self, workspace: Connected, user_id: str, view_id: str) -> None:
        self._ws, self._user, self.id = workspace, user_id, view_id

    @property
    def view(self) -> View:
        found = showing.find_view(self._ws, self.id, None)
        if found is None:
            raise NotPossible(f"the view {self.id} is closed")
        return found

    @property
    def is_open(self) -> bool:
        return showing.find_view(self._ws, self.id, None) is not None

    @property
    def blocks(self) -> Blocks:
        return copy.deepcopy(self.view.blocks)

    @property
    def text(self) -> str:
        """Everything written in it, labels and hints included."""
        return finding.words(self.view.blocks)

    @property
    def labels(self) -> list[str]:
        return finding.labels(self.view.blocks)

    @property
    def buttons(self) -> list[str]:
        return finding.buttons(self.view.blocks)

    @property
    def values(self) -> Values:
        """`state.values` as the app would get it."""
        return copy.deepcopy(self.view.values)

    @property
    def hash(self) -> str:
        return self.view.hash

    def value(self, label: str) -> Any:
        """Typed text, the chosen option's text (a list where several may be chosen), a date; None if empty."""
        found = self.find(label)
        state = self.view.values[found.block["block_id"]][found.element["action_id"]]
        value = state[state_key(state["type"])]
        if isinstance(value, dict):
            return value["text"]["text"]
        if isinstance(value, list):
            return [each["text"]["text"] if isinstance(each, dict) else each for each in value]
        return value

    def options(self, label: str) -> list[str]:
        return [option["text"]["text"] for option in finding.options_of(self.find(label).element)]

    def suggestions(self, label: str, query: str) -> list[str]:
        """What the app offers for `query` in an external select."""
        offered = acting.suggestions(self._ws, self._user, self.view, self.find(label), query)
        return [option["text"]["text"] for option in offered]

    def find(self, wanted: str, near: str | None = None) -> finding.Found:
        return finding.find_element(self.view.blocks, wanted, near)

    def click(self, wanted: str, near: str | None = None) -> None:
        """A button or an overflow's option, by text or action_id."""
        acting.press(self._ws, self._user, self.view, self.find(wanted, near))

    def fill(self, label: str, value: Any, near: str | None = None) -> None:
        """Types or chooses; None empties. The app hears of it at once where the block says so."""
        found = self.find(label, near)
        acting.set_value(self._ws, self._user, self.view, found, acting.value_from(self._ws, found, value))

    choose = fill

    def choose_suggested(self, label: str, query: str, wanted: str | None = None) -> None:
        """Types `query` into an external select and takes the offer called `wanted`, or the first."""
        found = self.find(label)
        offered = acting.suggestions(self._ws, self._user, self.view, found, query)
        if not offered:
            raise NotPossible(f"nothing is offered for {query!r}")
        option = finding.choose_option({"options": offered}, wanted) if wanted else offered[0]
        many = state_key(found.element["type"]) == "selected_options"
        value = acting.value_from(self._ws, found, [option] if many else option)
        acting.set_value(self._ws, self._user, self.view, found, value)


class OpenView(Surface):
    """A modal. `submit` returns True when the app took it."""

    @property
    def title(self) -> str:
        return self.view.body["title"]["text"]

    @property
    def submit_label(self) -> str | None:
        submit = self.view.body.get("submit")
        return submit["text"] if submit else None

    @property
    def errors(self) -> dict[str, str]:
        """By the labels of their inputs."""
        named = {block["block_id"]: block for block in self.view.blocks}
        return {named[at]["label"]["text"]: message for at, message in self.view.errors.items()}

    def submit(self) -> bool:
        """Sends the form unless a required input is empty. False, with `errors`, when it stays open because of
        them. Raises NotAnswered when the app fails to answer or its answer is unfit."""
        view = self.view
        if view.body.get("submit") is None:
            raise NotPossible("this modal has no submit button")
        missing = _unfilled(view)
        with self._ws.change():
            view.errors = missing
        if missing:
            return False
        trigger = self._ws.issue_trigger(self._user, view.id)
        answer = self._ws.deliveries.send("interactive", payloads.view_submission(self._ws, view, trigger))
        return self._follow(view, answer.body)

    def _follow(self, view: View, body: Any) -> bool:
        """https://docs.slack.dev/surfaces/modals (response_action)"""
        action = body.get("response_action") if isinstance(body, dict) else None
        try:
            if not body:
                self._close_accepted(view)
            elif action == "errors":
                return self._take_errors(view, body.get("errors"))
            elif action == "update":
                showing.update_view(self._ws, view, body.get("view"), None)
            elif action == "push":
                showing.check_view(body.get("view"), "modal")
                showing.push_on(self._ws, self._user, body["view"])
            elif action == "clear":
                self._tell_closed(showing.close_all(self._ws, self._user)[1:], cleared=True)
            else:
                raise NotAnswered("unfit answer to a submission", body=str(body))
        except SlackError as refused:
            raise NotAnswered("unfit view in answer to a submission", body=str(refused)) from refused
        self._ws.touch()
        return True

    def _close_accepted(self, view: View) -> None:
        with self._ws.change():
            stack = self._ws.stacks.get(self._user, [])
            if view.id in stack:
                stack.remove(view.id)
            if not stack:
                self._ws.stacks.pop(self._user, None)
            self._ws.views.pop(view.id, None)

    def _take_errors(self, view: View, errors: Any) -> bool:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or set(errors) - inputs:
            raise NotAnswered("errors must name the block_ids of inputs", body=str(errors))
        with self._ws.change():
            view.errors = dict(errors)
        return False

    def close(self, all_views: bool = False) -> None:
        """The cancel button (this view) or the cross (all of the stack); view_closed goes to those who asked."""
        if all_views or self.view.body.get("clear_on_close"):
            self._tell_closed(showing.close_all(self._ws, self._user), cleared=True)
        else:
            closed = showing.close_top(self._ws, self._user)
            self._tell_closed([closed] if closed else [], cleared=False)

    def _tell_closed(self, closed: list[View], cleared: bool) -> None:
        for view in closed:
            if view.body.get("notify_on_close"):
                self._ws.deliveries.send("interactive", payloads.view_closed(self._ws, view, cleared))


def _unfilled(view: View) -> dict[str, str]:
    """What Slack's own form says before it sends anything."""
    errors: dict[str, str] = {}
    for block, element in interactive(view.blocks):
        if block["type"] != "input":
            continue
        state = view.values[block["block_id"]][element["action_id"]]
        text = state.get("value") or ""
        if is_empty(state):
            if not block.get("optional"):
                errors[block["block_id"]] = "Please complete this required field."
        elif len(text) < element.get("min_length", 0) and element["type"] == "plain_text_input":
            errors[block["block_id"]] = f"Must be at least {element['min_length']} characters."
        elif len(text) > element.get("max_length", limits.TEXT_INPUT):
            errors[block["block_id"]] = f"Must be at most {element['max_length']} characters."
    return errors
