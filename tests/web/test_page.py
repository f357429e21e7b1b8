"""The page itself: forms, mistakes, headers, hostile requests, logs."""

import asyncio
import logging
import re
import socket
from datetime import timedelta

import pytest
from starlette.requests import Request

from bot.log import JsonLines, TextLines, set_up_logging
from bot.web import links as site
from bot.web.body import BadBody
from bot.web.form_body import LARGEST, read_form
from bot.web.rate_limit import Buckets, network
from bot.web.slack_endpoint import slack_route
from tests.web.visitor import RUBY, Visitor, text

FORM = {"content-type": "application/x-www-form-urlencoded"}


# -- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "field", "given"),
    [
        ("not-ours", "why", {"why": "  ", "next_owner": "highways"}),
        ("not-ours", "next_owner", {"why": "Not us", "next_owner": "nobody"}),
        ("not-ours", "next_owner", {"why": "Not us", "next_owner": "schools"}),
        ("done", "what", {"what": "", "no_further_action": "yes"}),
        ("done", "what", {"what": "x" * 20_001}),
        ("note", "text", {"text": ""}),
    ],
)
def test_a_mistake_is_named_and_linked_to_its_field(visitor: Visitor, verb: str, field: str, given: dict[str, str]):
    page = visitor.send(verb, given)
    assert page.status_code == 400
    assert "<title>Error: " in page.text
    assert re.search(rf'<a href="#{field}">', page.text)
    assert re.search(rf'id="{field}"[^>]*aria-describedby="[^"]*error-{field}"[^>]*aria-invalid="true"', page.text)
    assert "There is a problem" in text(page)
    assert visitor.action.state == "due"
    for value in given.values():  # nothing typed is lost
        if value.strip() and value not in ("nobody", "schools"):
            assert value in page.text


def test_after_a_mistake_the_same_form_goes(visitor: Visitor):
    page = visitor.send("not-ours", {"why": ""})
    answer = visitor.send("not-ours", {"why": "It is the council's path"}, visitor.form_token(page))
    assert answer.status_code == 303


def test_a_form_that_was_open_for_days_keeps_what_was_typed(visitor: Visitor):
    token = visitor.form_token(visitor.open("/done"))
    visitor.clock.move_system(timedelta(hours=25))
    page = visitor.send("done", {"what": "Asked them all"}, token)
    assert page.status_code == 400
    assert "open for a long time" in text(page)
    assert "Asked them all" in page.text
    assert visitor.send("done", {"what": "Asked them all"}, visitor.form_token(page)).status_code == 303


def test_what_people_wrote_is_text(visitor: Visitor):
    nasty = "</textarea><script>alert(1)</script>\"'&amp;"
    page = visitor.send("not-ours", {"why": "", "next_owner": nasty})
    assert "<script>" not in page.text
    page = visitor.send("note", {"text": nasty + "x" * 20_001})
    assert "<script>" not in page.text
    visitor.press("not-ours", why=nasty)
    assert "<script>" not in visitor.open().text


# -- forged forms ----------------------------------------------------------------------------------------------------


def test_no_form_of_ours_no_change(visitor: Visitor):
    other = visitor.link(RUBY, visitor.ask(text="Something else"))
    tokens = [
        "",
        "1.2.3",
        visitor.form_token(visitor.open(path=other)),  # of another link
        visitor.form_token(visitor.open("/done")),  # of another verb
        visitor.form_token(visitor.open())[:-1] + "!",
    ]
    for token in tokens:
        assert visitor.send("acknowledge", token=token).status_code == 400
    assert visitor.action.state == "due"


def test_no_form_from_another_site(visitor: Visitor):
    token = visitor.form_token(visitor.open())
    body = {"form": token}
    answer = visitor.browser.post(f"{visitor.path}/acknowledge", data=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert visitor.action.state == "due"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"content-type": "application/json"}, 415),
        (b"form=x", {}, 415),
        (b"text=%ff%fe", FORM, 400),
        (b"\xff\xfe", FORM, 400),
        (b"&".join(b"a=b" for _ in range(50)), FORM, 400),
        (b"text=" + b"x" * LARGEST, FORM, 413),
    ],
)
def test_bodies_of_other_kinds(visitor: Visitor, body: bytes, headers: dict[str, str], status: int):
    answer = visitor.browser.post(f"{visitor.path}/note", content=body, headers=headers)
    assert answer.status_code == status
    assert "<h1>Your answer did not arrive</h1>" in answer.text
    assert visitor.action.state == "due"


def test_a_body_that_never_comes():
    async def never() -> dict:
        await asyncio.Event().wait()
        raise AssertionError

    scope = {"type": "http", "method": "POST", "headers": [(k.encode(), v.encode()) for k, v in FORM.items()]}
    with pytest.raises(BadBody) as caught:
        asyncio.run(read_form(Request(scope, never), patience=0.01))
    assert caught.value.status == 408


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_other_methods(visitor: Visitor, method: str):
    assert visitor.browser.request(method, visitor.path).status_code == 405
    assert visitor.action.state == "due"


# -- headers, limits, logs -------------------------------------------------------------------------------------------


def test_headers_of_every_answer(visitor: Visitor):
    answers = [visitor.open(more) for more in ("", "/not-ours", "/nothing", "/after/done")]
    answers += [visitor.open(path="/partner/nothing"), visitor.send("note", {"text": ""}), visitor.send("acknowledge")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert not answer.cookies


def test_a_page_runs_and_fetches_nothing_but_its_style(visitor: Visitor):
    for more in ("", "/not-ours", "/done", "/note"):
        page = visitor.open(more)
        assert not re.search(r"<script|\bstyle=|\bon\w+=|<img|<iframe", page.text)
        assert re.findall(r'<link [^>]*href="([^"]+)"', page.text) == ["/pages.css"]
    style = visitor.browser.get("/pages.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_an_office_may_ask_often_and_a_flood_may_not(visitor: Visitor):
    answers = [visitor.open().status_code for _ in range(site.BURST + 1)]
    assert answers == [200] * site.BURST + [429]
    answer = visitor.send("acknowledge", token="x")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert "Please wait a moment" in text(answer)
    visitor.clock.move_system(timedelta(seconds=10))
    assert visitor.open().status_code == 200


def test_whoever_guesses_is_stopped_soon(visitor: Visitor):
    answers = [visitor.open(path=f"/partner/{'x' * 47}{n}").status_code for n in range(10)]
    assert 404 in answers
    assert answers[-1] == 429


def test_addresses_are_forgotten_and_networks_count_as_one():
    now = [0.0]
    buckets = Buckets(lambda: now[0], burst=2, per_second=1, most=3)
    assert [buckets.wait("1.1.1.1") for _ in range(3)] == [0.0, 0.0, 1.0]
    for n in range(3):
        buckets.wait(f"2.2.2.{n}")
    assert buckets.wait("1.1.1.1") == 0.0  # forgotten meanwhile
    now[0] += 2.0  # as if nobody had ever asked
    buckets.wait("3.3.3.3")
    assert len(buckets) == 1
    assert network("2001:db8::1") == network("2001:db8::ffff") != network("2001:db8:0:1::1")
    assert network("::ffff:1.2.3.4") == "1.2.3.4"
    assert network("not an address") == network("")


def test_what_goes_wrong_on_our_side_says_no_more_than_that(visitor: Visitor, caplog: pytest.LogCaptureFixture):
    def broken(token: str) -> None:
        raise ZeroDivisionError(token)

    visitor.links.open = broken  # pyright: ignore
    answer = visitor.open()
    assert answer.status_code == 500
    assert "Nothing was changed. Please try again in a few minutes." in text(answer)
    assert "content-security-policy" in answer.headers
    assert "ZeroDivision" not in answer.text
    assert "A partner's page could not be shown." in caplog.messages


@pytest.mark.parametrize("form", [TextLines("%(message)s"), JsonLines()])
def test_no_link_in_a_log(visitor: Visitor, form: logging.Formatter):
    """The line as uvicorn's access log writes it, and an error that has it in its text."""
    token = visitor.path.removeprefix("/partner/")
    line = '%s - "%s %s HTTP/%s" %d'
    record = logging.LogRecord(
        "uvicorn.access", 20, "", 0, line, ("::1", "GET", f"{visitor.path}/done", "1.1", 200), None
    )
    said = form.format(record)
    assert token not in said
    assert token[:24] not in said
    assert "/partner/…" in said or "/partner/\\u2026" in said
    try:
        raise ValueError(visitor.path)
    except ValueError as error:
        record = logging.LogRecord("x", 40, "", 0, "no", (), (type(error), error, error.__traceback__))
    assert token not in form.format(record)


def test_a_half_sent_request_holds_nobody_up(visitor: Visitor):
    host, port = visitor.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as slow:
        slow.sendall(f"POST {visitor.path}/note HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n".encode())
        assert visitor.open().status_code == 200


# -- slow and broken bodies, for every door ----------------------------------------------------------------------------


def test_bolt_shows_no_body_of_a_wrong_signature(capsys: pytest.CaptureFixture[str]):
    before = logging.getLogger().handlers[:]
    try:
        set_up_logging("debug", "text")
        bolt = logging.getLogger("slack_bolt.RequestVerification")
        bolt.setLevel(logging.DEBUG)  # as Bolt's loggers do by themselves
        bolt.info("Invalid request signature detected (body: Mrs Planted)")
        bolt.warning("still said")
    finally:
        logging.getLogger().handlers[:] = before
    said = capsys.readouterr().err
    assert "Planted" not in said
    assert "still said" in said


class _Bolt:
    def dispatch(self, request):
        raise AssertionError("a body that did not arrive reaches nobody")


@pytest.mark.parametrize(("ends", "status"), [(True, 400), (False, 408)])
def test_slack_gets_no_body_that_did_not_arrive(ends: bool, status: int):
    """Somebody hangs up in the middle, or never goes on."""
    sent = []

    async def receive():
        if ends:
            return {"type": "http.disconnect"}
        await asyncio.Event().wait()
        return None

    async def send(message):
        sent.append(message)

    route = slack_route(_Bolt(), patience=0.01)  # pyright: ignore[reportArgumentType]
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": [], "query_string": b""}
    asyncio.run(route.app(scope, receive, send))
    assert sent[0]["status"] == status


def test_a_form_that_breaks_off_is_no_mistake_of_ours():
    async def receive():
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", FORM["content-type"].encode())]}
    with pytest.raises(BadBody) as refused:
        asyncio.run(read_form(Request(scope, receive)))
    assert refused.value.status == 400
