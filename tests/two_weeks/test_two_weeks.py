"""Two weeks, several times over: every message with the time at which it arrives, local to London.

A repaint of a card that stands already is no message. Street Scene never answers in any of them. Who has been told
that it is not acknowledged is not told apart that the first answer is missing: that message says both.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.addresses import Addresses
from bot.delivery.slack_sender import SlackSender, web_client
from bot.demo.cast import people_and_places
from bot.desk.verbs import assign, decide, respond
from bot.desk.work import Desk
from bot.simulator import Served, Workspace, faults, run_in_thread, simulator_app
from tests.two_weeks.fortnight import Fortnight

SMASHED: dict[str, Any] = {"note": "Shelter smashed", "summary": "Shelter smashed"}


def table(fortnight: Fortnight) -> list[str]:
    return [line.rstrip() for line in fortnight.table]


def lines(golden: str) -> list[str]:
    return golden.strip().splitlines()


def test_a_bank_holiday_monday_and_a_partner_who_never_answers(sqlite_engine):
    """Reported on a Friday: the Monday is the early May bank holiday, so the next working day is Tuesday."""
    fortnight = Fortnight(sqlite_engine, "2027-04-30 16:00")
    fortnight.office.report("R13", **SMASHED)
    fortnight.at("2027-05-14 17:00")
    assert table(fortnight) == lines(
        """
Fri 30 Apr 16:00  #street-scene             Street Scene: Shelter smashed (RR-1, Cuckoo Oak)
Fri 30 Apr 16:00  Olive Officer             RR-1 · Shelter smashed, Southgate (Cuckoo Oak)
Tue 04 May 15:00  #street-scene             A reminder: Shelter smashed (RR-1, Cuckoo Oak)
Wed 05 May 09:00  Merle Kerbside            Street Scene has not acknowledged: Shelter smashed …
Wed 05 May 15:00  #street-scene             A reminder: the reporter of RR-1 · Shelter smashed,…
Thu 06 May 09:00  Hollis Cleanway           Street Scene has not acknowledged: Shelter smashed …
Fri 07 May 09:00  the team                  Street Scene has not acknowledged: Shelter smashed …
"""
    )
    assert fortnight.left() == []


def test_christmas(sqlite_engine):
    """Accepted on Christmas Eve. Bank holidays and the council's closure last until Monday 4 January."""
    fortnight = Fortnight(sqlite_engine, "2026-12-23 15:00")
    issue = fortnight.office.report("R9", **SMASHED)
    fortnight.at("2026-12-24 09:30")
    decide.accept(fortnight.desk, fortnight.office.duty, issue.id or 0)
    assign.add_action(fortnight.desk, fortnight.office.duty, issue.id or 0, "Board it up", "street_scene")
    fortnight.at("2027-01-08 17:00")
    assert table(fortnight) == lines(
        """
Wed 23 Dec 15:00  the team                  RR-1 · Shelter smashed, Southgate — waiting for a d…
Wed 23 Dec 15:00  Olive Officer             RR-1 · Shelter smashed, Southgate (Cuckoo Oak)
Thu 24 Dec 09:30  Cllr Campion Quillmore    RR-1 · Shelter smashed, Southgate (Cuckoo Oak) — wa…
Thu 24 Dec 09:30  Cllr Bryony Ribbonhurst   RR-1 · Shelter smashed, Southgate (Cuckoo Oak) — wa…
Thu 24 Dec 09:30  Cllr Saffron Sandalwick   RR-1 · Shelter smashed, Southgate (Cuckoo Oak) — wa…
Thu 24 Dec 09:30  Cllr Damson Wickerby      RR-1 · Shelter smashed, Southgate (Cuckoo Oak) — wa…
Thu 24 Dec 09:30  Cllr Sage Velvetine       RR-1 · Shelter smashed, Southgate (Cuckoo Oak) — wa…
Thu 24 Dec 09:30  Oak Noticeson             RR-1 · Shelter smashed, Southgate (Cuckoo Oak)
Thu 24 Dec 09:30  #street-scene             Street Scene: Board it up (RR-1, Cuckoo Oak)
Mon 04 Jan 15:00  the team                  A reminder: the reporter of RR-1 · Shelter smashed,…
Mon 04 Jan 15:00  #street-scene             A reminder: Board it up (RR-1, Cuckoo Oak)
Tue 05 Jan 09:00  Mo Manager                No first answer yet: RR-1 · Shelter smashed, Southg…
Tue 05 Jan 09:00  Merle Kerbside            Street Scene has not acknowledged: Board it up (RR-…
Wed 06 Jan 09:00  Dale Ledgerby             No first answer yet: RR-1 · Shelter smashed, Southg…
Wed 06 Jan 09:00  Hollis Cleanway           Street Scene has not acknowledged: Board it up (RR-…
Thu 07 Jan 09:00  the team                  RR-1 · Shelter smashed, Southgate (Cuckoo Oak): 2 r…
"""
    )
    assert fortnight.left() == []


def test_the_clocks_go_back_and_a_partner_keeps_its_own_calendar(sqlite_engine):
    """The clocks go back on Sunday 25 October; the schools' half-term lasts until the 30th."""
    fortnight = Fortnight(sqlite_engine, "2026-10-23 15:00")
    fortnight.office.report("R13", **SMASHED)
    fortnight.office.report("R13", services=("schools",), **SMASHED)
    fortnight.at("2026-11-06 17:00")
    assert table(fortnight) == lines(
        """
Fri 23 Oct 15:00  #street-scene             Street Scene: Shelter smashed (RR-1, Cuckoo Oak)
Fri 23 Oct 15:00  Olive Officer             RR-1 · Shelter smashed, Southgate (Cuckoo Oak)
Fri 23 Oct 15:00  Ruby Registerby           Schools: Shelter smashed (RR-2, Cuckoo Oak)
Fri 23 Oct 15:00  Olive Officer             RR-2 · Shelter smashed, Southgate (Cuckoo Oak)
Mon 26 Oct 15:00  #street-scene             A reminder: Shelter smashed (RR-1, Cuckoo Oak)
Tue 27 Oct 09:00  Merle Kerbside            Street Scene has not acknowledged: Shelter smashed …
Tue 27 Oct 15:00  #street-scene             A reminder: the reporter of RR-1 · Shelter smashed,…
Wed 28 Oct 09:00  Hollis Cleanway           Street Scene has not acknowledged: Shelter smashed …
Thu 29 Oct 09:00  the team                  Street Scene has not acknowledged: Shelter smashed …
Mon 02 Nov 15:00  Ruby Registerby           A reminder: Shelter smashed (RR-2, Cuckoo Oak)
Tue 03 Nov 09:00  Max Blackboarde           Schools has not acknowledged: Shelter smashed (RR-2…
Tue 03 Nov 15:00  Ruby Registerby           A reminder: the reporter of RR-2 · Shelter smashed,…
Wed 04 Nov 09:00  Hetty Assembly            Schools has not acknowledged: Shelter smashed (RR-2…
Thu 05 Nov 09:00  the team                  Schools has not acknowledged: Shelter smashed (RR-2…
"""
    )
    assert fortnight.left() == []


def test_a_manager_on_leave(sqlite_engine):
    """Merle Kerbside is away on the Wednesday; her director hears in her place."""
    merle = "  - id: manager-street-scene\n"
    away = "    away: [{from: 2026-11-25, until: 2026-11-25, deputy: head-street-scene}]\n"
    fortnight = Fortnight(sqlite_engine, "2026-11-23 10:00", changes={"partners.yaml": (merle, merle + away)})
    fortnight.office.report("R13", **SMASHED)
    fortnight.at("2026-12-04 17:00")
    assert table(fortnight) == lines(
        """
Mon 23 Nov 10:00  #street-scene             Street Scene: Shelter smashed (RR-1, Cuckoo Oak)
Mon 23 Nov 10:00  Olive Officer             RR-1 · Shelter smashed, Southgate (Cuckoo Oak)
Tue 24 Nov 15:00  #street-scene             A reminder: Shelter smashed (RR-1, Cuckoo Oak)
Wed 25 Nov 09:00  Hollis Cleanway           Street Scene has not acknowledged: Shelter smashed …
Wed 25 Nov 15:00  #street-scene             A reminder: the reporter of RR-1 · Shelter smashed,…
Thu 26 Nov 09:00  Hollis Cleanway           Street Scene has not acknowledged: Shelter smashed …
Thu 26 Nov 09:00  Merle Kerbside            No first answer yet: RR-1 · Shelter smashed, Southg…
Fri 27 Nov 09:00  the team                  Street Scene has not acknowledged: Shelter smashed …
"""
    )
    assert fortnight.left() == []


class Away(Workspace):
    """The council's Slack, which may be down."""

    def go(self) -> None:
        self.faults.add("*", faults.server_error(503), times=None)

    def come_back(self) -> None:
        self.faults.clear()


@pytest.fixture
def slack_of() -> Iterator[Any]:
    """Call it with the desk: the way of sending to a workspace of its own, served on loopback."""
    served: list[Served] = []

    def open_for(desk: Desk) -> SlackSender:
        clock = desk.clock
        open_for.workspace = Away(
            now=clock.now, monotonic=clock.monotonic, system_time=lambda: clock.system().timestamp()
        )
        people_and_places(open_for.workspace, desk.council(), desk.today(), ())
        served.append(run_in_thread(simulator_app(open_for.workspace)))
        client = web_client(open_for.workspace.bot_token, served[0].api_url, 5)
        return SlackSender(client, Addresses(desk.engine, client, clock), None)

    yield open_for
    for each in served:
        each.stop()


def test_slack_is_down_from_friday_evening_to_tuesday(sqlite_engine, slack_of):
    """Nothing is lost and no card is out of date; what has been settled meanwhile is not said any more."""
    fortnight = Fortnight(sqlite_engine, "2026-11-27 15:00", way=slack_of)
    desk, office, slack = fortnight.desk, fortnight.office, slack_of.workspace
    answered = office.report("R13", **SMASHED)
    office.report("R9", **SMASHED)
    office.report("R13", services=("highways",), **SMASHED)
    fortnight.at("2026-11-27 17:00")

    slack.go()
    office.report("R13", note="Bench smashed", summary="Bench smashed")
    fortnight.at("2026-11-30 11:00", every=timedelta(hours=6))
    action = office.actions(answered.id)[0]
    respond.acknowledge(desk, office.holder("contact", "street_scene"), action.id or 0)
    fortnight.at("2026-12-01 10:00", every=timedelta(hours=6))
    slack.come_back()
    fortnight.at("2026-12-01 12:00")
    assert table(fortnight) == lines(
        """
Fri 27 Nov 15:00  #street-scene             Street Scene: Shelter smashed (RR-1, Cuckoo Oak)
Fri 27 Nov 15:00  Olive Officer             RR-1 · Shelter smashed, Southgate (Cuckoo Oak)
Fri 27 Nov 15:00  the team                  RR-2 · Shelter smashed, Southgate — waiting for a d…
Fri 27 Nov 15:00  Olive Officer             RR-2 · Shelter smashed, Southgate (Cuckoo Oak)
Fri 27 Nov 15:00  #highways                 Highways: Shelter smashed (RR-3, Cuckoo Oak)
Fri 27 Nov 15:00  Olive Officer             RR-3 · Shelter smashed, Southgate (Cuckoo Oak)
Tue 01 Dec 10:00  Mo Manager                Nobody has accepted it yet: RR-2 · Shelter smashed,…
Tue 01 Dec 10:00  Mack Adamsby              Highways has not acknowledged: Shelter smashed (RR-…
Tue 01 Dec 10:00  #highways                 A reminder: Shelter smashed (RR-3, Cuckoo Oak)
Tue 01 Dec 10:01  the team                  A reminder: RR-2 · Shelter smashed, Southgate (Cuck…
Tue 01 Dec 10:10  #street-scene             Street Scene: Bench smashed (RR-4, Cuckoo Oak)
Tue 01 Dec 10:10  Olive Officer             RR-4 · Bench smashed, Southgate (Cuckoo Oak)
"""
    )
    assert fortnight.left() == []
    cards = {message.text.splitlines()[0] for channel in slack.messages.values() for message in channel}
    assert any("acknowledged" in text.casefold() for text in cards)
