"""One violation of each of Slack's limits, and the same piece at the limit, which passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.simulator import Workspace, limits
from tests.simulator.samples import (
    Piece,
    actions,
    button,
    input_block,
    modal,
    mrkdwn,
    open_modal,
    option,
    options,
    plain,
    post,
    section,
    select,
    typed,
)

CONFIRM = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map"}


def confirm(**more: Any) -> Piece:
    return actions(button(confirm={**CONFIRM, **more}))


# limit's name -> (how a block of that size is made, where Slack points)
BLOCKS: dict[str, tuple[Callable[[int], Piece], str]] = {
    "SECTION_TEXT": (lambda n: section(text=mrkdwn("x" * n)), "/text/text"),
    "SECTION_FIELDS": (lambda n: section(fields=[mrkdwn("x")] * n), "/fields"),
    "SECTION_FIELD_TEXT": (lambda n: section(fields=[mrkdwn("x" * n)]), "/fields/0/text"),
    "HEADER_TEXT": (lambda n: {"type": "header", "text": plain("x" * n)}, "/text/text"),
    "CONTEXT_ELEMENTS": (lambda n: {"type": "context", "elements": [mrkdwn("x")] * n}, "/elements"),
    "CONTEXT_TEXT": (lambda n: {"type": "context", "elements": [mrkdwn("x" * n)]}, "/elements/0/text"),
    "ACTIONS_ELEMENTS": (lambda n: actions(*[button(action_id=f"a{i}") for i in range(n)]), "/elements"),
    "INPUT_LABEL": (lambda n: input_block(label=plain("x" * n)), "/label/text"),
    "INPUT_HINT": (lambda n: input_block(hint=plain("x" * n)), "/hint/text"),
    "IMAGE_URL": (lambda n: {**IMAGE, "image_url": "x" * n}, "/image_url"),
    "IMAGE_ALT_TEXT": (lambda n: {**IMAGE, "alt_text": "x" * n}, "/alt_text"),
    "IMAGE_TITLE": (lambda n: {**IMAGE, "title": plain("x" * n)}, "/title/text"),
    "BLOCK_ID": (lambda n: section(block_id="x" * n), "/block_id"),
    "ACTION_ID": (lambda n: actions(button(action_id="x" * n)), "/elements/0/action_id"),
    "BUTTON_TEXT": (lambda n: actions(button(text=plain("x" * n))), "/elements/0/text/text"),
    "BUTTON_VALUE": (lambda n: actions(button(value="x" * n)), "/elements/0/value"),
    "BUTTON_URL": (lambda n: actions(button(url="x" * n)), "/elements/0/url"),
    "BUTTON_ACCESSIBILITY_LABEL": (
        lambda n: actions(button(accessibility_label="x" * n)),
        "/elements/0/accessibility_label",
    ),
    "OVERFLOW_OPTIONS": (
        lambda n: section(accessory={"type": "overflow", "options": options(n)}),
        "/accessory/options",
    ),
    "SELECT_OPTIONS": (lambda n: section(accessory=select(options=options(n))), "/accessory/options"),
    "SELECT_GROUPS": (
        lambda n: section(
            accessory={
                "type": "multi_static_select",
                "option_groups": [{"label": plain("Group"), "options": options(1)}] * n,
            }
        ),
        "/accessory/option_groups",
    ),
    "PLACEHOLDER": (lambda n: input_block(typed(placeholder=plain("x" * n))), "/element/placeholder/text"),
    "RADIO_OPTIONS": (
        lambda n: input_block({"type": "radio_buttons", "options": options(n)}),
        "/element/options",
    ),
    "CHECKBOX_OPTIONS": (lambda n: actions({"type": "checkboxes", "options": options(n)}), "/elements/0/options"),
    "TEXT_INPUT": (lambda n: input_block(typed(initial_value="x" * n)), "/element/initial_value"),
    "OPTION_TEXT": (
        lambda n: section(accessory=select(options=[option(text=plain("x" * n))])),
        "/accessory/options/0/text/text",
    ),
    "OPTION_VALUE": (
        lambda n: section(accessory=select(options=[option(value="x" * n)])),
        "/accessory/options/0/value",
    ),
    "OPTION_DESCRIPTION": (
        lambda n: section(accessory=select(options=[option(description=plain("x" * n))])),
        "/accessory/options/0/description/text",
    ),
    "OPTION_URL": (
        lambda n: section(accessory={"type": "overflow", "options": [option(url="x" * n)]}),
        "/accessory/options/0/url",
    ),
    "OPTION_GROUP_LABEL": (
        lambda n: actions(
            {"type": "static_select", "option_groups": [{"label": plain("x" * n), "options": options(1)}]}
        ),
        "/elements/0/option_groups/0/label/text",
    ),
    "CONFIRM_TITLE": (lambda n: confirm(title=plain("x" * n)), "/elements/0/confirm/title/text"),
    "CONFIRM_TEXT": (lambda n: confirm(text=mrkdwn("x" * n)), "/elements/0/confirm/text/text"),
    "CONFIRM_BUTTON": (lambda n: confirm(deny=plain("x" * n)), "/elements/0/confirm/deny/text"),
}
VIEWS: dict[str, tuple[Callable[[int], Piece], str]] = {
    "VIEW_TITLE": (lambda n: modal(title=plain("x" * n)), "/view/title/text"),
    "VIEW_SUBMIT": (lambda n: modal(submit=plain("x" * n)), "/view/submit/text"),
    "VIEW_CLOSE": (lambda n: modal(close=plain("x" * n)), "/view/close/text"),
    "PRIVATE_METADATA": (lambda n: modal(private_metadata="x" * n), "/view/private_metadata"),
    "CALLBACK_ID": (lambda n: modal(callback_id="x" * n), "/view/callback_id"),
    "EXTERNAL_ID": (lambda n: modal(external_id="x" * n), "/view/external_id"),
    "SURFACE_BLOCKS": (lambda n: modal(*[section() for _ in range(n)]), "/view/blocks"),
}
ELSEWHERE = {  # tested below or where the behaviour is
    "MESSAGE_BLOCKS", "MESSAGE_TEXT", "MESSAGE_BLOCKS_TEXT", "METADATA_CHARACTERS", "VIEW_BYTES", "VIEW_STACK",
    "MESSAGE_SECONDS_PER_CHANNEL", "TRIGGER_SECONDS", "ACK_SECONDS", "RESPONSE_URL_USES",
    "RESPONSE_URL_SECONDS", "RETRY_AFTER_SECONDS", "PAGE_SIZE", "PAGE_SIZE_MOST", "HISTORY_PAGE_MOST",
}  # fmt: skip


def test_no_limit_is_left_out() -> None:
    named = {name for name in vars(limits) if name.isupper()}
    assert named == set(BLOCKS) | set(VIEWS) | ELSEWHERE


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("surface", ["message", "modal"])
def test_a_block_over_its_limit_is_refused(ws: Workspace, name: str, surface: str) -> None:
    make, pointer = BLOCKS[name]
    most = getattr(limits, name)
    if surface == "message":
        assert post(ws, make(most)).get("error") is None
        refused = post(ws, make(most + 1))
        assert refused["error"] == "invalid_blocks"
        at = f"/blocks/0{pointer}"
    else:
        assert open_modal(ws, modal(make(most))).get("error") is None
        refused = open_modal(ws, modal(make(most + 1)))
        assert refused["error"] == "invalid_arguments"
        at = f"/view/blocks/0{pointer}"
    assert any(message.endswith(f"[json-pointer:{at}]") for message in refused["response_metadata"]["messages"])


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_over_its_limit_is_refused(ws: Workspace, name: str) -> None:
    make, pointer = VIEWS[name]
    most = getattr(limits, name)
    assert open_modal(ws, make(most)).get("error") is None
    refused = open_modal(ws, make(most + 1))
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"][0].endswith(f"[json-pointer:{pointer}]")


def test_a_message_has_fifty_blocks_at_most(ws: Workspace) -> None:
    blocks = [{"type": "divider"}] * limits.MESSAGE_BLOCKS
    assert post(ws, *blocks)["ok"]
    refused = post(ws, *blocks, {"type": "divider"})
    assert refused["errors"] == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_a_message_has_only_so_much_text(ws: Workspace) -> None:
    assert post(ws, text="x" * limits.MESSAGE_TEXT)["ok"]
    assert post(ws, text="x" * (limits.MESSAGE_TEXT + 1))["error"] == "msg_too_long"
    whole = [section(text=mrkdwn("x" * 3000)) for _ in range(limits.MESSAGE_BLOCKS_TEXT // 3000)]
    assert post(ws, *whole)["ok"]
    assert post(ws, *whole, section())["error"] == "msg_blocks_too_long"


def test_a_view_has_250_kilobytes_at_most(ws: Workspace) -> None:
    def big(count: int) -> Piece:
        return modal(*[section(text=mrkdwn("x" * 3000)) for _ in range(count)])

    assert open_modal(ws, big(80))["ok"]
    assert open_modal(ws, big(90))["error"] == "view_too_large"


SPOILT: dict[str, tuple[Piece, str]] = {
    "no type": ({"text": plain("x")}, "unsupported type: None"),
    "not an object": ([], "unsupported type"),  # type: ignore[dict-item]
    "no text": ({"type": "section"}, "missing required field: text"),
    "empty text": (section(text=mrkdwn("")), "must be more than 0 characters"),
    "unknown key": (section(colour="red"), "invalid additional property: colour"),
    "mrkdwn in a button": (actions(button(text=mrkdwn("x"))), "unsupported type: mrkdwn"),
    "verbatim in plain text": (section(text={**plain("x"), "verbatim": True}), "additional property: verbatim"),
    "an input in actions": (actions(typed()), "unsupported type: plain_text_input"),
    "a button in an input": (input_block(button()), "unsupported type: button"),
    "a number for an id": (section(block_id=7), "must be a string"),
    "no actions": (actions(), "no fewer than 1 items allowed"),
    "options that are none": (section(accessory=select(options="x")), "must provide an array"),
    "no options": (input_block({"type": "radio_buttons", "options": []}), "no fewer than 1 items allowed"),
    "style": (actions(button(style="loud")), "must be a valid enum value"),
    "two action ids": (actions(button(action_id="a"), button(action_id="a")), "action_id must be unique"),
    "initial not offered": (section(accessory=select(initial_option=option(9))), "exactly match"),
    "initial differs in text": (
        section(accessory=select(initial_option=option(1, text=plain("Other")))),
        "exactly match",
    ),
    "one initial of many not offered": (
        actions({"type": "checkboxes", "options": options(2), "initial_options": [option(1), option(9)]}),
        "exactly match",
    ),
    "no initials": (
        actions({"type": "multi_static_select", "options": options(2), "initial_options": []}),
        "no fewer than 1 items allowed",
    ),
    "none may be chosen": (
        actions({"type": "multi_static_select", "options": options(2), "max_selected_items": 0}),
        "must be more than 0",
    ),
    "a wrong date": (input_block({"type": "datepicker", "initial_date": "24/11/2026"}), "required format"),
    "a wrong time": (actions({"type": "timepicker", "initial_time": "25:00"}), "required format"),
    "a long answer": (input_block(typed(max_length=3001)), "must be between 1 and 3000"),
    "dispatch": (
        input_block(typed(dispatch_action_config={"trigger_actions_on": ["on_blur"]})),
        "must be a valid enum value",
    ),
    "confirm without deny": (
        actions(button(confirm={"title": plain("x"), "text": plain("x"), "confirm": plain("x")})),
        "missing required field: deny",
    ),
    "image without words": (
        {"type": "context", "elements": [{"type": "image", "image_url": "https://example.org/a.png"}]},
        "missing required field: alt_text",
    ),
    "image without address": ({"type": "image", "alt_text": "x"}, "missing required field: image_url"),
    "rich text of nothing": ({"type": "rich_text", "elements": [{"type": "words"}]}, "unsupported type: words"),
    "rich list without style": (
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]},
        "must be a valid enum value",
    ),
    "rich piece": (
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "shout"}]}]},
        "unsupported type: shout",
    ),
    "empty rich text": (
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]},
        "must be more than 0 characters",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_block_is_refused(ws: Workspace, name: str) -> None:
    block, complaint = SPOILT[name]
    refused = post(ws, block)
    assert refused["error"] == "invalid_blocks"
    assert any(complaint in message for message in refused["response_metadata"]["messages"])


def test_block_ids_and_focus_are_unique(ws: Workspace) -> None:
    refused = post(ws, section(block_id="a"), section(block_id="a"))
    assert refused["errors"] == ["block_id must be unique [json-pointer:/blocks/1/block_id]"]
    focused = input_block(typed(focus_on_load=True))
    assert open_modal(ws, modal(focused))["ok"]
    assert open_modal(ws, modal(focused, focused))["error"] == "invalid_arguments"


def test_a_modal_with_inputs_needs_a_submit(ws: Workspace) -> None:
    without = modal(input_block())
    del without["submit"]
    refused = open_modal(ws, without)
    assert "submit" in refused["response_metadata"]["messages"][0]
    without["blocks"] = [section()]
    assert open_modal(ws, without)["ok"]


def test_a_view_has_its_own_shape(ws: Workspace) -> None:
    assert open_modal(ws, {**modal(), "type": "home"})["error"] == "invalid_arguments"
    assert open_modal(ws, {**modal(), "text": "x"})["error"] == "invalid_arguments"
    assert open_modal(ws, "not JSON")["error"] == "invalid_arguments"  # type: ignore[arg-type]


def test_every_good_piece_passes(ws: Workspace) -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}, {"type": "emoji", "name": "y"}]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
            },
        ],
    }
    elements = [
        {"type": "external_select", "min_query_length": 2},
        {"type": "users_select", "initial_user": "U1"},
        {"type": "multi_conversations_select", "max_selected_items": 2},
        {"type": "datepicker", "initial_date": "2026-11-24", "placeholder": plain("When?")},
        {"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/London"},
        {"type": "datetimepicker", "initial_date_time": 1795500000},
        {"type": "radio_buttons", "options": [option(text=mrkdwn("*x*"))]},
    ]
    inputs = [input_block(element) for element in [*elements, {"type": "number_input", "is_decimal_allowed": False}]]
    good = [rich, actions(*elements), *inputs, {"type": "divider"}]
    assert post(ws, *good).get("response_metadata") is None
    assert open_modal(ws, modal(*good)).get("response_metadata") is None
