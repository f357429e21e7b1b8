"""Slack's mrkdwn and rich text as safe HTML: https://docs.slack.dev/messaging/formatting-message-text"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from bot.simulator.page.emoji import dots, typed
from bot.simulator.state.state import State

KEPT = re.compile(
    r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<link>(?:[@#!]|https?://|mailto:|tel:)[^<>\n]+)>", re.DOTALL
)
STYLES = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])"), "s"),
)
SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:)", re.IGNORECASE)
# stands for a piece of finished HTML while the text around it is worked on
HELD = "\ue000{}\ue001"
HELD_AGAIN = re.compile("\ue000(\\d+)\ue001")


def plain(text: str) -> Markup:
    """plain_text: line breaks and emoji, no marks."""
    return Markup("<br>").join(dots(escape(typed(line))) for line in text.split("\n"))


def to_html(ws: State, text: str) -> Markup:
    """mrkdwn as a run of <p>, <ul> and <blockquote>."""
    finished: list[Markup] = []

    def hold(html: Markup) -> str:
        finished.append(html)
        return HELD.format(len(finished) - 1)

    def keep(found: re.Match[str]) -> str:
        if found["block"] is not None:
            return hold(Markup("<pre>{}</pre>").format(unescape(found["block"].strip("\n"))))
        if found["code"] is not None:
            return hold(Markup("<code>{}</code>").format(unescape(found["code"])))
        return hold(_reference(ws, found["link"]))

    text = re.sub("[\ue000\ue001]", "", text)
    text = typed(unescape(KEPT.sub(keep, text)))
    html = _lines(text.split("\n"))
    return Markup(HELD_AGAIN.sub(lambda found: str(finished[int(found[1])]), str(html)))  # each piece is escaped  # nosec B704


def unescape(text: str) -> str:
    """Slack's three entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _styled(line: str) -> Markup:
    html = str(escape(line))
    for pattern, tag in STYLES:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return dots(Markup(html))  # escaped above  # nosec B704


def _lines(lines: list[str]) -> Markup:
    """Groups of quoted, listed and ordinary lines."""
    groups: list[tuple[str, list[Markup]]] = []
    for line in lines:
        kind, rest = _kind(line)
        if not groups or groups[-1][0] != kind:
            groups.append((kind, []))
        groups[-1][1].append(_styled(rest))
    return Markup("").join(_group(kind, inside) for kind, inside in groups)


def _kind(line: str) -> tuple[str, str]:
    if line.startswith(">"):
        return "quote", line[1:].lstrip()
    if re.match(r"\s*[•◦▪-] ", line):
        return "list", line.lstrip()[2:]
    return ("text", line) if line.strip() else ("gap", "")


def _group(kind: str, inside: list[Markup]) -> Markup:
    if kind == "list":
        items = Markup("").join(Markup("<li>{}</li>").format(each) for each in inside)
        return Markup("<ul>{}</ul>").format(items)
    joined = Markup("<br>").join(inside)
    if kind == "quote":
        return Markup("<blockquote>{}</blockquote>").format(joined)
    return Markup("<p>{}</p>").format(joined) if kind == "text" else Markup("")


def _reference(ws: State, inside: str) -> Markup:
    """<@U1>, <#C1>, <!here>, <!date^…|fallback>, <url|words>."""
    target, _, words = inside.partition("|")
    if target.startswith("@"):
        return mention(ws, target[1:])
    if target.startswith("#"):
        return channel_link(ws, target[1:], words)
    if target.startswith("!"):
        shown = words or "@" + target[1:].split("^")[0]
        return Markup('<span class="mention">{}</span>').format(shown)
    return link(ws, unescape(target), unescape(words) or unescape(target))


def mention(ws: State, user_id: str) -> Markup:
    user = ws.users.get(user_id)
    return Markup('<span class="mention">@{}</span>').format(user.real_name if user else user_id)


def channel_link(ws: State, channel_id: str, words: str = "") -> Markup:
    channel = ws.channels.get(channel_id)
    name = channel.name if channel else words or channel_id
    return Markup('<a class="mention" href="#" data-go="{}">#{}</a>').format(channel_id, name)


def link(ws: State, address: str, words: str) -> Markup:
    """Links within the workspace stay on the page; only http, https, mailto and tel are links at all."""
    inside = re.match(rf"^{re.escape(ws.base_url)}/archives/(\w+)/p(\d+)$", address)
    if inside:
        return Markup('<a href="#" data-go="{}">{}</a>').format(inside[1], words)
    if not SAFE_LINK.match(address):
        return escape(words)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, words)


def rich_text(ws: State, value: dict[str, Any]) -> Markup:
    """A rich_text block, or one of its containers or pieces."""
    kind = value["type"]
    if kind in WRAPPED:
        inner = Markup("").join(rich_text(ws, each) for each in value["elements"])
        return WRAPPED[kind](inner)
    if kind == "rich_text_list":
        items = [Markup("<li>{}</li>").format(rich_text(ws, each)) for each in value["elements"]]
        tag = Markup("ol") if value.get("style") == "ordered" else Markup("ul")
        return Markup("<{0}>{1}</{0}>").format(tag, Markup("").join(items))
    return _piece(ws, value)


def _piece(ws: State, value: dict[str, Any]) -> Markup:
    kind, style = value["type"], value.get("style") or {}
    pieces = {
        "text": lambda: plain(value["text"]),
        "link": lambda: link(ws, value["url"], value.get("text") or value["url"]),
        "emoji": lambda: dots(escape(typed(f":{value['name']}:"))),
        "user": lambda: mention(ws, value["user_id"]),
        "channel": lambda: channel_link(ws, value["channel_id"]),
    }
    html = pieces[kind]() if kind in pieces else escape(value.get("fallback") or value.get("range") or "")
    for name, tag in (("bold", "strong"), ("italic", "em"), ("strike", "s"), ("code", "code")):
        if style.get(name):
            html = Markup("<{0}>{1}</{0}>").format(Markup(tag), html)  # a tag of ours  # nosec B704
    return html


WRAPPED: dict[str, Callable[[Markup], Markup]] = {
    "rich_text": lambda inner: inner,
    "rich_text_section": lambda inner: Markup("<p>{}</p>").format(inner),
    "rich_text_quote": lambda inner: Markup("<blockquote>{}</blockquote>").format(inner),
    "rich_text_preformatted": lambda inner: Markup("<pre>{}</pre>").format(inner),
}
