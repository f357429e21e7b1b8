"""Monday's briefings: one copy each, also after downtime; for councillors, Cabinet and the team."""

from tests.journeys.matters import NOTE, SUMMARY, WARD, matter
from tests.journeys.town import Town


def test_one_copy_each_also_after_a_restart(town: Town):
    rr = town.person("olive-officer").has_reported(matter("R9"))
    local = town.person("olive-officer").has_reported(matter("R12", summary="Hedge over the path"))
    town.person("sam-duty").clicks("Accept", rr, town.team)
    town.work_until("2026-11-27 17:00")
    town.restart()
    town.work_until("2026-11-30 09:30")
    for _ in range(2):
        town.tick()
    councillor = town.person("cllr-bryony-ribbonhurst")
    copies = [message for message in councillor.slack.messages() if "As at" in message.text]
    assert len(copies) == 1
    text = councillor.reads("As at 9am Monday 30 November")
    assert f"{rr} · {SUMMARY}" in text
    assert f"{local} · Hedge over the path" in text
    lead = town.person("lead-ecfc").reads("As at", "Cabinet Lead")
    assert f"{rr} · {SUMMARY}" in lead
    assert "could threaten the council’s reputation" in lead
    assert rr in town.person("sam-duty").reads("As at")
    quiet = next(iter(sorted(town.members("newport-west") & set(town._people))))
    assert "Nothing to report" in town.person(quiet).reads("As at")
    everybody = {person.id for person in town.council.directory.all_holders("ward_member", town.today)}
    assert everybody <= town.told("As at 9am Monday 30 November")  # on paper and by e-mail, too
    assert NOTE not in "".join(text for _, text in town.post.letters)
    assert town.members(WARD) <= town.told("As at", rr)
