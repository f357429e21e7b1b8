"""Where reports pile up: a ward and a service, over twelve weeks; told while more of them come in."""

from collections.abc import Sequence

from bot.briefings.content import Entry
from bot.briefings.telling import organisation
from bot.briefings.week import Week
from storage.tallies import HotSpot

LEAST, MOST = 5, 3


def hot_spots(week: Week, wards: Sequence[str] | None = None) -> list[Entry]:
    """Of these wards, or of all; the hottest few."""
    spots = [spot for spot in week.hot_spots if spot.fresh and (wards is None or spot.ward in wards)]
    return [_entry(week, spot) for spot in spots[:MOST]]


def _entry(week: Week, spot: HotSpot) -> Entry:
    name, ward = organisation(week, spot.owner.removeprefix("org:")), week.council.directory.name(spot.ward)
    return Entry(
        title=week.phrases.say("hot_spot", organisation=name, ward=ward),
        text=week.phrases.say("hot", n=spot.reports, lately=spot.lately),
        owner=name,
        wards=(ward,),
    )
