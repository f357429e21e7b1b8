"""A private case in Slack: one councillor of three sees it; the others see nowhere what it is about."""

from tests.journeys.matters import matter
from tests.journeys.report import fill_in
from tests.journeys.town import Town

WARD = "cuckoo-oak"
SUMMARY = "Damp flat and a landlord who does not answer"
LABEL = "Private case for one councillor?"


def reported(town: Town, row: str) -> tuple[str, list[str]]:
    """A case of the ward's second councillor who is in Slack; its reference, and the others of the ward."""
    members = [p.id for p in town.council.directory.ward_members(WARD, town.today) if p.id in town._people]
    olive = town.person("olive-officer")
    form = olive.form()
    assert LABEL not in form.labels  # only once the ward is known
    fill_in(form, town.council, matter(row, summary=SUMMARY))
    form.fill(LABEL, members[0])
    reference = olive.reports_as_filled(form)
    return reference, members


def test_one_councillor_of_the_ward_sees_it(town: Town):
    rr, (holder, *others) = reported(town, "R12")
    assert others, "the ward has several councillors in Slack"
    town.person(holder).finds("I'll lead", rr)
    assert town.told(SUMMARY) <= {holder, "olive-officer", town.team} | named_officers(town)
    for other in others:
        assert not town.person(other).has_heard(rr)
        assert rr not in town.person(other).home().text
        town.person(other).types(rr)
        assert "Nothing was changed" in town.person(other).reads("this is for")
        town.person(other).types("brief")
    assert SUMMARY not in "".join(text for other in others for text in everything(town, other))
    assert rr in town.person(holder).home().text


def named_officers(town: Town) -> set[str]:
    """The ward's named officer, and the services named in support: they work on it."""
    found = {p.id for p in town.council.directory.holders("senior_manager", WARD, town.today)}
    return found | {town.channel(service) for service in ("street_scene", "police")}


def everything(town: Town, person: str) -> list[str]:
    from tests.journeys.somebody import read

    return [read(message) for message in town.person(person).slack.messages()]
