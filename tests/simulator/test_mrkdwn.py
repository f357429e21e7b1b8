"""Slack's text as HTML: marks where Slack has them, and nothing that a person typed becomes a tag."""

from __future__ import annotations

import pytest

from bot.simulator import Workspace
from bot.simulator.page.mrkdwn import plain, rich_text, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* and _slanted_ and ~gone~", "<p><strong>bold</strong> and <em>slanted</em> and <s>gone</s></p>"),
        ("2*3*4 and snake_case_name", "<p>2*3*4 and snake_case_name</p>"),
        ("*_both_*", "<p><strong><em>both</em></strong></p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("• a\n• b\nend", "<ul><li>a</li><li>b</li></ul><p>end</p>"),
        ("> said\n&gt; so", "<blockquote>said<br>so</blockquote>"),
        ("`a *b* c`", "<p><code>a *b* c</code></p>"),
        ("```\nx < y\n```", "<p><pre>x &lt; y</pre></p>"),
        ("a < b > c &amp; d", "<p>a &lt; b &gt; c &amp; d</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("&lt;img src=x onerror=y&gt;", "<p>&lt;img src=x onerror=y&gt;</p>"),
        ("<javascript:alert(1)|click>", "<p>&lt;javascript:alert(1)|click&gt;</p>"),
        (
            '<https://example.org/?a=1&amp;b="2|the *plan*>',
            '<p><a href="https://example.org/?a=1&amp;b=&#34;2" target="_blank" rel="noopener noreferrer">'
            "the *plan*</a></p>",
        ),
        ("<@U1> and <@U404>", '<p><span class="mention">@Sam Duty</span> and <span class="mention">@U404</span></p>'),
        ("<#C1>", '<p><a class="mention" href="#" data-go="C1">#rapid-response</a></p>'),
        ("<!here>", '<p><span class="mention">@here</span></p>'),
        ("<!date^1^{date}|Tuesday>", '<p><span class="mention">Tuesday</span></p>'),
        (":wave: :unknown: 10:30:00", "<p>👋 :unknown: 10:30:00</p>"),
        (
            ":large_orange_circle: late",
            '<p><span class="dot dot-orange" role="img" aria-label="orange circle"></span> late</p>',
        ),
        ("\ue0000\ue001 *x*", "<p>0 <strong>x</strong></p>"),
    ],
)
def test_mrkdwn(ws: Workspace, text: str, html: str) -> None:
    assert str(to_html(ws, text)) == html


def test_links_within_stay_on_the_page(ws: Workspace) -> None:
    html = to_html(ws, f"<{ws.base_url}/archives/C1/p1795514400000000|the card>")
    assert str(html) == '<p><a href="#" data-go="C1">the card</a></p>'


def test_plain_text_has_no_marks() -> None:
    assert str(plain("*a*\n<b> :tada:")) == "*a*<br>&lt;b&gt; 🎉"


def test_rich_text(ws: Workspace) -> None:
    def words(text: str, **style: bool) -> dict[str, object]:
        return {"type": "text", "text": text, "style": style}

    block = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [words("<b>", bold=True, italic=True), {"type": "user", "user_id": "U1"}],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji", "name": "bell"}]}],
            },
            {"type": "rich_text_quote", "elements": [{"type": "link", "url": "javascript:x", "text": "no link"}]},
            {"type": "rich_text_preformatted", "elements": [words("x", code=True), words("y", strike=True)]},
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "channel", "channel_id": "C1"},
                    {"type": "broadcast", "range": "here"},
                    {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "Tuesday"},
                ],
            },
        ],
    }
    assert str(rich_text(ws, block)) == (
        '<p><em><strong>&lt;b&gt;</strong></em><span class="mention">@Sam Duty</span></p><ol><li><p>🔔</p></li></ol>'
        "<blockquote>no link</blockquote><pre><code>x</code><s>y</s></pre>"
        '<p><a class="mention" href="#" data-go="C1">#rapid-response</a>hereTuesday</p>'
    )
