"""The few :shortcodes: people and bots use most, as characters; coloured dots are drawn, not typed, so that
they show their colour on machines without an emoji font."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

CHARACTERS = {
    "large_red_circle": "🔴", "red_circle": "🔴", "large_orange_circle": "🟠", "large_yellow_circle": "🟡",
    "large_green_circle": "🟢", "large_blue_circle": "🔵", "large_purple_circle": "🟣", "white_circle": "⚪",
    "black_circle": "⚫", "white_check_mark": "✅", "heavy_check_mark": "✔", "x": "❌", "warning": "⚠",
    "rotating_light": "🚨", "bell": "🔔", "hourglass": "⌛", "hourglass_flowing_sand": "⏳", "clock3": "🕒",
    "stopwatch": "⏱", "calendar": "📅", "memo": "📝", "pushpin": "📌", "round_pushpin": "📍", "house": "🏠",
    "wave": "👋", "thumbsup": "👍", "+1": "👍", "-1": "👎", "thumbsdown": "👎", "eyes": "👀", "tada": "🎉",
    "zap": "⚡", "arrow_right": "→", "speech_balloon": "💬", "information_source": "ℹ", "bust_in_silhouette": "👤",
    "busts_in_silhouette": "👥", "lock": "🔒", "telephone_receiver": "📞", "email": "✉", "bar_chart": "📊",
    "heavy_plus_sign": "➕", "question": "❓", "exclamation": "❗", "no_entry": "⛔", "sos": "🆘", "police_car": "🚓",
}  # fmt: skip
DOTS = {
    "🔴": "red", "🟠": "orange", "🟡": "yellow", "🟢": "green", "🔵": "blue", "🟣": "purple", "⚪": "white",
    "⚫": "black",
}  # fmt: skip


def typed(text: str) -> str:
    """Shortcodes made characters; unknown ones stay."""
    return re.sub(r":([a-z0-9_+-]+):", lambda found: CHARACTERS.get(found[1], found[0]), text)


def drawn(text: str) -> Markup:
    """Escaped, with shortcodes as characters and dots as drawings with a name."""
    return dots(escape(typed(text)))


def dots(escaped: Markup) -> Markup:
    """The dots of text that is escaped already."""
    for character, colour in DOTS.items():
        if character in escaped:
            drawing = Markup('<span class="dot dot-{0}" role="img" aria-label="{0} circle"></span>').format(colour)
            escaped = Markup(str(escaped).replace(character, str(drawing)))  # escaped above  # nosec B704
    return escaped
