"""The page's parts and acts, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from bot.simulator import Workspace, page_routes, run_in_thread, simulator_app
from bot.simulator.page import pages
from tests.simulator.recorder import Recorder
from tests.simulator.samples import (
    actions,
    button,
    call,
    input_block,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    post,
    section,
    select,
    typed,
)


class Visitor:
    """Somebody looking at the page."""

    def __init__(self, ws: Workspace, client: httpx2.Client) -> None:
        self._ws, self._client = ws, client

    def parts(self, user: str = "U1", place: str = "C1") -> dict[str, Any]:
        return self._client.get("/simulator/page/parts", params={"as": user, "in": place, "rev": "-1"}).json()

    def act(self, do: str, user: str = "U1", **more: Any) -> dict[str, Any]:
        return self._client.post("/simulator/page/act", json={"do": do, "as": user, **more}).json()


@pytest.fixture
def client(ws: Workspace) -> Iterator[httpx2.Client]:
    controls = [("+1 hour", lambda: "2 reminders, 1 escalation")]
    page = page_routes(ws, controls, links=[("Post", "/post")])
    with run_in_thread(simulator_app(ws, page)) as served, httpx2.Client(base_url=served.base_url) as client:
        yield client


@pytest.fixture
def visitor(ws: Workspace, client: httpx2.Client, app: Recorder) -> Visitor:
    return Visitor(ws, client)


def open_form(ws: Workspace, *blocks: dict[str, Any], **more: Any) -> str:
    view = call(ws, "views.open", trigger_id=ws.issue_trigger("U1"), view=modal(*blocks, **more)).body["view"]
    return f"view:{view['id']}"


def test_the_page_runs_only_its_own_scripts(client: httpx2.Client) -> None:
    page = client.get("/")
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "+1 hour" in page.text
    assert 'href="/post"' in page.text
    assert "<script>" not in page.text
    assert " style=" not in page.text
    for name in ("page.js", "acts.js", "here.js", "keep.js", "confirm.js", "page.css", "blocks.css"):
        assert client.get(f"/simulator/static/{name}").status_code == 200
    assert client.get("/archives/C1/p1", follow_redirects=False).headers["location"] == "/#in=C1"


def test_the_clock_says_what_it_caused(client: httpx2.Client) -> None:
    moved = client.post("/simulator/page/clock", json={"control": 0})
    assert moved.json() == {"ok": True, "news": "+1 hour: 2 reminders, 1 escalation"}
    assert client.post("/simulator/page/clock", data={"control": "0"}).status_code == 415


def test_each_sees_their_own_places(ws: Workspace, visitor: Visitor) -> None:
    ws.users["U3"].title = "Councillor, Park"
    post(ws, text="New <!here>", channel="C2")
    parts = visitor.parts()
    assert (parts["as"], parts["in"], parts["clock"]) == ("U1", "C1", "10am Tuesday 24 November 2026")
    assert 'id="place-C2" class="unread"' in parts["places"]
    assert "Cllr Ann, Park" in parts["people"]
    assert 'label="Councillor"' in parts["people"]
    assert parts["unread"] == 1
    assert "@here" in visitor.parts(place="C2")["main"]
    assert visitor.parts()["unread"] == 0
    lee = visitor.parts("U2", "home")  # of another workspace: no Home, no direct message
    assert lee["in"] == "C2"
    assert "Home" not in lee["places"]
    assert "Sgt Lee, Police" in lee["people"]
    assert visitor.parts("U404", "C404")["as"] == "U1"
    ws.channels["C2"].members.discard("U2")
    assert "Nothing here" in visitor.parts("U2", "C2")["main"]


def test_acting_as_people_from_outside(ws: Workspace, visitor: Visitor, app: Recorder) -> None:
    ws.users["U2"].can_only_post = True
    ws.add_user("U6", "mia", "Mia Guest", is_restricted=True)
    ws.add_user("U7", "sol", "Sol Guest", is_ultra_restricted=True)
    ws.join("police", "U6")
    ts = post(ws, section(accessory=button(action_id="ack")), channel="C2")["ts"]
    lee = visitor.parts("U2", "C2")
    for shown in ("Sgt Lee, Police, can only post", "Mia Guest, guest", "Sol Guest, single-channel guest"):
        assert shown in lee["people"]
    assert "shared with other organisations" in lee["main"]
    pressed = visitor.act("press", "U2", surface=f"message:C2:{ts}", block=block_of(ws, ts), action="ack")
    assert "can only post" in pressed["trouble"]
    assert visitor.act("say", "U2", channel="C2", text="On our way")["ok"]
    assert app.last["event"]["user_team"] == "T0000AWAY"
    ws.users["U2"].can_only_post = False
    assert visitor.act("press", "U2", surface=f"message:C2:{ts}", block=block_of(ws, ts), action="ack")["ok"]
    assert app.last["user"]["team_id"] == "T0000AWAY"
    call(ws, "chat.postMessage", channel="U2", text="For you alone")
    assert "For you alone" in visitor.parts("U2", ws.dm_with("U2").id)["main"]
    for user in ("U2", "U6", "U7"):
        assert "data-shortcut" not in visitor.parts(user, "C2")["main"]
    ws.guests_use_shortcuts = True
    assert "data-shortcut" in visitor.parts("U6", "C2")["main"]


def block_of(ws: Workspace, ts: str) -> str:
    return next(m.blocks[0]["block_id"] for m in ws.messages["C2"] if m.ts == ts)


def test_messages_are_drawn_with_threads_and_ephemerals(ws: Workspace, visitor: Visitor) -> None:
    ts = post(ws, section(text=mrkdwn("*Bins*"), accessory=button(action_id="b", style="primary")))["ts"]
    call(ws, "chat.postMessage", channel="C1", text="a reply", thread_ts=ts)
    call(ws, "chat.postEphemeral", channel="C1", text="psst", user="U1")
    main = visitor.parts()["main"]
    assert "<strong>Bins</strong>" in main
    assert "1 reply" in main
    assert "Only you can see this" in main
    assert 'data-message-shortcut="report_message"' in main
    assert "Tuesday 24 November 2026" in main


def test_talking_and_commanding(ws: Workspace, visitor: Visitor, app: Recorder) -> None:
    assert visitor.act("say", channel="C1", text="<b>hello</b>")["ok"]
    assert ws.user("U1").messages("C1")[-1].text == "&lt;b&gt;hello&lt;/b&gt;"
    assert visitor.act("say", channel="C1", text=" ")["ok"]
    app.answer = {"text": "Help is here"}
    assert visitor.act("say", channel="C1", text="/issue help me")["ok"]
    assert (app.last["command"], app.last["text"]) == ("/issue", "help me")
    assert "not a command" in visitor.act("say", channel="C1", text="/other")["trouble"]
    app.answer, app.status = None, 500
    assert "did not answer as it should" in visitor.act("say", channel="C1", text="/issue")["trouble"]
    app.status = 200
    assert visitor.act("shortcut", callback_id="report_issue")["ok"]
    said = ws.user("U1").messages("C1")[0]
    surface = f"message:C1:{said.ts}"
    assert visitor.act("message_shortcut", surface=surface, callback_id="report_message")["ok"]
    assert app.last["message"]["ts"] == said.ts
    assert visitor.act("home")["ok"]
    assert app.last["event"]["type"] == "app_home_opened"
    assert not visitor.act("dance")["ok"]


def test_buttons_and_menus(ws: Workspace, visitor: Visitor, app: Recorder) -> None:
    overflow = {"type": "overflow", "action_id": "more", "options": options(2)}
    confirm = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
    link = button(action_id="see", url="https://example.org/")
    blocks = actions(button(action_id="go", confirm=confirm), link, overflow, select(action_id="pick"))
    ts = post(ws, blocks | {"block_id": "row"})["ts"]
    main = visitor.parts()["main"]
    assert "Sure?" in main
    assert 'href="https://example.org/"' in main
    here = {"surface": f"message:C1:{ts}", "block": "row"}
    assert visitor.act("press", **here, action="go")["ok"]
    assert visitor.act("press", **here, action="more", option="v1")["ok"]
    assert app.last["actions"][0]["selected_option"] == option(1)
    assert visitor.act("set", **here, action="pick", value="v0")["ok"]
    assert app.last["actions"][0]["selected_option"] == option(0)
    assert 'value="v0" selected' in visitor.parts()["main"]
    assert "That has gone" in visitor.act("press", **here, action="nothing")["trouble"]
    assert "That has gone" in visitor.act("press", surface="message:C1:1.0", block="row", action="go")["trouble"]
    assert not visitor.act("press", "U3", **here, action="go")["ok"]  # not in that channel


def test_a_form_filled_on_the_page(ws: Workspace, visitor: Visitor, app: Recorder) -> None:
    street = {"type": "external_select", "action_id": "street", "min_query_length": 1}
    surface = open_form(
        ws,
        input_block(typed(), block_id="what", label=plain("What?"), hint=plain("In a few words")),
        input_block({"type": "checkboxes", "action_id": "c", "options": options(2)}, block_id="boxes"),
        input_block(street, block_id="where", label=plain("Street"), optional=True),
    )
    assert visitor.act("submit", surface=surface)["taken"] is False
    drawn = visitor.parts()["modal"]
    assert "Please look again" in drawn
    assert 'aria-invalid="true"' in drawn
    assert "(optional)" in drawn
    app.answer = {"options": options(2)}
    found = visitor.act("suggest", surface=surface, block="where", action="street", value="O")
    assert found["options"] == ["Option 0", "Option 1"]
    assert visitor.act("set", surface=surface, block="where", action="street", value="Option 1")["ok"]
    wrong = visitor.act("set", surface=surface, block="where", action="street", value="Elsewhere")
    assert wrong["trouble"] == "Choose one from the list."
    texts = [{"block": "what", "action": "text", "value": "typed <b>"}]
    assert visitor.act("set", surface=surface, block="boxes", action="c", value=["v0"], texts=texts)["ok"]
    assert "typed &lt;b&gt;" in visitor.parts()["modal"]
    app.answer = None
    assert visitor.act("submit", surface=surface, texts=texts)["taken"] is True
    assert app.last["view"]["state"]["values"]["what"]["text"]["value"] == "typed <b>"
    assert visitor.parts()["modal"] == ""
    surface = open_form(ws)
    assert visitor.act("close", surface=surface, all=True)["ok"]
    assert not visitor.act("submit", surface=surface)["ok"]


def test_every_element_can_be_drawn(ws: Workspace, visitor: Visitor) -> None:
    elements: list[dict[str, Any]] = [
        typed(multiline=True, initial_value="</textarea><script>"),
        {"type": "number_input", "is_decimal_allowed": False},
        {"type": "datepicker", "initial_date": "2026-11-24"},
        {"type": "timepicker"},
        {"type": "radio_buttons", "options": [option(description=plain("More about it"), text=mrkdwn("*x*"))]},
        {"type": "multi_static_select", "options": options(9), "initial_options": [option(8)]},
        {"type": "static_select", "option_groups": [{"label": plain("Group"), "options": options(1)}]},
        {"type": "users_select", "initial_user": "U3"},
        {"type": "multi_channels_select", "initial_channels": ["C1"]},
    ]
    picture = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map", "title": plain("Map")}
    small = {"type": "image", "image_url": "javascript:x", "alt_text": "Small"}
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "R"}]}],
    }
    others = [
        {"type": "header", "text": plain("Head")},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("c"), small]},
        section(fields=[mrkdwn("f")], accessory={"type": "checkboxes", "options": options(1)}),
        section(accessory=small),
        actions({"type": "datepicker"}),
    ]
    blocks = [*[input_block(each) for each in elements], picture, rich, *others]
    open_form(ws, *blocks)
    drawn = visitor.parts()["modal"]
    assert "<script>" not in drawn
    assert "javascript:" not in drawn
    for piece in ('type="date" value="2026-11-24"', 'value="U3" selected', "Find in the list", "<figcaption>Map"):
        assert piece in drawn
    assert call(ws, "views.publish", user_id="U1", view={"type": "home", "blocks": blocks}).body["ok"]
    assert "<figcaption>Map" in visitor.parts(place="home")["main"]
    assert "has not put anything here" in visitor.parts("U3", "home")["main"]


def test_a_poll_waits_for_a_change(ws: Workspace, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "POLL_SECONDS", 0.2)
    ws.dm_with("U1")
    known = ws.revision
    again = client.get("/simulator/page/parts", params={"as": "U1", "in": "C1", "rev": known}).json()
    assert again["rev"] == known
