"""Forms, filled as people fill them, against an app that is one function."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator import NotAnswered, NotPossible, OpenView, Workspace, limits
from tests.simulator.recorder import Recorder
from tests.simulator.samples import (
    actions,
    button,
    call,
    input_block,
    modal,
    mrkdwn,
    open_modal,
    option,
    options,
    plain,
    select,
    typed,
)


def opened(ws: Workspace, *blocks: dict[str, Any], **more: Any) -> OpenView:
    assert open_modal(ws, modal(*blocks, **more))["ok"]
    return ws.user("U1").open_view()


def test_every_kind_of_value(ws: Workspace, app: Recorder) -> None:
    def named(label: str, element: dict[str, Any]) -> dict[str, Any]:
        return input_block({"action_id": "a", **element}, block_id=label, label=plain(label))

    view = opened(
        ws,
        named("one", select()),
        named("many", {"type": "multi_static_select", "options": options(3), "max_selected_items": 2}),
        named("boxes", {"type": "checkboxes", "options": options(2), "initial_options": [option(0)]}),
        named("date", {"type": "datepicker"}),
        named("time", {"type": "timepicker", "initial_time": "09:00"}),
        named("who", {"type": "users_select"}),
        named("places", {"type": "multi_channels_select"}),
        named("number", {"type": "number_input"}),
    )
    assert (view.value("boxes"), view.value("time"), view.value("places")) == (["Option 0"], "09:00", [])
    view.choose("one", "Option 1")
    view.choose("many", ["Option 0", "v2"])
    view.fill("date", "2026-11-24")
    view.fill("who", "U3")
    view.fill("places", ["C1"])
    view.fill("number", 7)
    view.choose("boxes", None)
    assert app.payloads == []  # nothing is told before submitting
    assert view.value("many") == ["Option 0", "Option 2"]
    assert view.options("one") == ["Option 0", "Option 1"]
    view.choose("boxes", "Option 1")
    assert view.submit()
    values = app.last["view"]["state"]["values"]
    assert values["one"]["a"] == {"type": "static_select", "selected_option": option(1)}
    assert values["many"]["a"]["selected_options"] == [option(0), option(2)]
    assert values["boxes"]["a"]["selected_options"] == [option(1)]
    assert values["date"]["a"] == {"type": "datepicker", "selected_date": "2026-11-24"}
    assert values["who"]["a"]["selected_user"] == "U3"
    assert values["places"]["a"]["selected_channels"] == ["C1"]
    assert values["number"]["a"]["value"] == "7"


def test_what_slacks_own_form_refuses(ws: Workspace, app: Recorder) -> None:
    view = opened(
        ws,
        input_block(typed(max_length=5, min_length=3), label=plain("Short"), optional=True),
        input_block({"type": "multi_static_select", "options": options(3), "max_selected_items": 1}, optional=True),
        actions(button(action_id="b")),
    )
    for refused in (
        lambda: view.fill("Short", "too long"),
        lambda: view.choose("Label", ["Option 0", "Option 1"]),
        lambda: view.choose("Label", "Option 7"),
        lambda: view.fill("b", "x"),
        lambda: view.click("Short"),
        lambda: view.click("Nowhere"),
        lambda: view.suggestions("Label", "x"),
    ):
        with pytest.raises(NotPossible):
            refused()
    view.fill("Short", "ab")
    assert view.submit() is False
    assert view.errors == {"Short": "Must be at least 3 characters."}
    view.fill("Short", None)
    assert view.submit() is True


def test_typed_text_survives_only_where_ids_stay(ws: Workspace, app: Recorder) -> None:
    kept = input_block(typed(), block_id="kept", label=plain("Kept"))
    loose = input_block(typed(), label=plain("Loose"))
    chosen = input_block(select(action_id="s"), block_id="chosen", label=plain("Chosen"))
    view = opened(ws, kept, loose, chosen)
    view.fill("Kept", "typed")
    view.fill("Loose", "lost")
    view.choose("Chosen", "Option 1")
    kept = input_block(typed(initial_value="new"), block_id="kept", label=plain("Kept"))
    body = modal(kept, loose, chosen)
    assert call(ws, "views.update", view_id=view.id, view=body).body["ok"]
    assert (view.value("Kept"), view.value("Loose"), view.value("Chosen")) == ("typed", None, "Option 1")
    chosen["element"] = select(action_id="s", options=[option(0)])
    call(ws, "views.update", view_id=view.id, view=modal(kept, chosen))
    assert view.value("Chosen") is None  # no longer offered


def test_answers_to_a_submission(ws: Workspace, app: Recorder) -> None:
    view = opened(ws, callback_id="first")
    app.answer = {"response_action": "update", "view": modal(callback_id="second")}
    assert view.submit()
    assert view.view.callback_id == "second"
    app.answer = {"response_action": "push", "view": modal(title=plain("On top"), notify_on_close=True)}
    assert view.submit()
    top = ws.user("U1").open_view()
    assert (top.title, top.submit_label) == ("On top", "Send")
    app.answer = None
    assert top.submit()
    assert ws.user("U1").open_view().id == view.id
    app.answer = {"response_action": "clear"}
    assert view.submit()
    assert ws.user("U1").view() is None
    with pytest.raises(NotPossible, match="no modal"):
        ws.user("U1").open_view()
    with pytest.raises(NotPossible, match="closed"):
        _ = view.text


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push", "view": {"type": "modal"}},
        {"response_action": "dance"},
        {"text": "hello"},
    ],
)
def test_unfit_answers_are_found(ws: Workspace, app: Recorder, answer: dict[str, Any]) -> None:
    view = opened(ws)
    app.answer = answer
    with pytest.raises(NotAnswered):
        view.submit()
    assert view.is_open


def test_closing_a_stack(ws: Workspace, app: Recorder) -> None:
    bottom = opened(ws, notify_on_close=True)
    trigger = ws.issue_trigger("U1")
    call(ws, "views.push", trigger_id=trigger, view=modal(notify_on_close=True, clear_on_close=True))
    top = ws.user("U1").open_view()
    top.close()
    assert not bottom.is_open
    assert [(each["type"], each["is_cleared"]) for each in app.payloads] == [("view_closed", True)] * 2
    without = modal(notify_on_close=False)
    del without["submit"]
    open_modal(ws, without)
    with pytest.raises(NotPossible, match="no submit"):
        ws.user("U1").open_view().submit()
    ws.user("U1").open_view().close()
    assert len(app.payloads) == 2


def test_external_selects_ask_the_app(ws: Workspace, app: Recorder) -> None:
    element = {"type": "external_select", "action_id": "street", "min_query_length": 2}
    view = opened(ws, input_block(element, label=plain("Street"), block_id="where"))
    app.answer = {"options": options(2)}
    assert view.suggestions("Street", "S") == []
    assert view.suggestions("Street", "So") == ["Option 0", "Option 1"]
    assert (app.last["type"], app.last["value"], app.last["block_id"]) == ("block_suggestion", "So", "where")
    view.choose_suggested("Street", "So", "Option 1")
    assert view.value("Street") == "Option 1"
    app.answer = {"option_groups": [{"label": plain("Group"), "options": options(1)}]}
    view.choose_suggested("Street", "So")
    assert view.value("Street") == "Option 0"
    app.answer = {"options": []}
    with pytest.raises(NotPossible, match="nothing is offered"):
        view.choose_suggested("Street", "So")
    app.answer = {"options": options(limits.SELECT_OPTIONS + 1)}
    with pytest.raises(NotAnswered, match="no more than 100"):
        view.suggestions("Street", "So")


def test_reading_what_is_written(ws: Workspace, app: Recorder) -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": each}]} for each in "ab"
                ],
            }
        ],
    }
    image = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map"}
    view = opened(
        ws,
        {"type": "header", "text": plain("Head")},
        {"type": "section", "fields": [mrkdwn("one"), mrkdwn("two")]},
        {"type": "context", "elements": [mrkdwn("small"), image]},
        rich,
        image,
        input_block(label=plain("Label"), hint=plain("Hint")),
        actions(button(text=plain("Go")), {"type": "overflow", "options": options(1)}),
        title=plain("Read"),
    )
    assert view.text == "Head\none\ntwo\nsmall A map\na\nb\nA map\nLabel\nHint"
    assert view.labels == ["Label"]
    assert view.buttons == ["Go", "⋯ Option 0"]
    assert [block["type"] for block in view.blocks][:2] == ["header", "section"]
    assert view.hash
    assert list(view.values.values()) == [{"text": {"type": "plain_text_input", "value": None}}]
    assert [channel.id for channel in ws.user("U2").channels()] == ["C2"]
