"""How hard a text is to read, by Flesch and Kincaid: the school year for which it would do."""

import re

from bot.briefings.content import Briefing
from bot.briefings.forms import as_text

A_MINUTE = 240  # words, as people read them on a screen or on paper
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Reckoned: groups of vowels, but for a silent e at the end."""
    groups = len(VOWELS.findall(word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$", word) is not None
    return max(1, groups - (silent and groups > 1))


def grade(sentences: list[str]) -> float:
    words = [word for sentence in sentences for word in re.findall(r"[a-z’']+", sentence.lower())]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences(briefing: Briefing) -> list[str]:
    """What a reader reads as sentences: headings, titles and places are none."""
    entries = [entry for part in briefing.parts for section in part.sections for entry in section.entries]
    around = [text for part in briefing.parts for text in (part.quiet, part.standing, part.withheld)]
    texts = [*around, *(text for entry in entries for text in (entry.text, entry.next_step))]
    return [said for text in texts for said in re.split(r"(?<=[.!?]) +", text) if re.search("[a-z]", said)]


def words(briefing: Briefing) -> int:
    """All that there is to read."""
    return len(re.findall(r"\w\S*", as_text(briefing)))
