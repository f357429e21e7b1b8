"""Issues brought to each state by the desk's own verbs, with the time that each takes."""

from collections.abc import Callable
from datetime import date

from bot.desk.actor import Actor
from bot.desk.due import chase
from bot.desk.verbs import assign, close, councillors, decide, put_off, report, respond, talk
from storage.actions import Action
from storage.issues import Issue
from tests.cards.stage import Stage

ACTION = "Patrol the bus route in the evenings"


def contact(stage: Stage, organisation: str) -> Actor:
    return stage.office.holder("contact", organisation)


def newest(stage: Stage, issue: Issue, owner: str) -> Action:
    return [action for action in stage.office.actions(issue.id) if action.owner == owner][-1]


def held(stage: Stage) -> Issue:
    return stage.office.report("R13", services=())


def awaiting(stage: Stage) -> Issue:
    return stage.office.report("R9")


def accepted(stage: Stage) -> Issue:
    return decide.accept(stage.desk, stage.office.duty, awaiting(stage).id or 0)


def asked(stage: Stage) -> Issue:
    issue = accepted(stage)
    assign.add_action(stage.desk, stage.office.duty, issue.id or 0, ACTION, "police", date(2026, 11, 27))
    return issue


def acknowledged(stage: Stage) -> Issue:
    issue = asked(stage)
    respond.acknowledge(stage.desk, stage.office.police, newest(stage, issue, "police").id or 0)
    return issue


def put_off_once(stage: Stage) -> Issue:
    issue = asked(stage)
    action = newest(stage, issue, "police").id or 0
    put_off.put_off(stage.desk, stage.office.police, action, "2026-12-03", "The parts are on order.")
    return issue


def done(stage: Stage) -> Issue:
    issue = acknowledged(stage)
    respond.done(stage.desk, stage.office.police, newest(stage, issue, "police").id or 0, "Three evenings, all quiet.")
    return issue


def no_further_action(stage: Stage) -> Issue:
    issue = acknowledged(stage)
    action = newest(stage, issue, "police").id or 0
    respond.done(stage.desk, stage.office.police, action, "Nothing was seen.", True)
    return issue


def declined(stage: Stage) -> Issue:
    issue = asked(stage)
    action = newest(stage, issue, "police").id or 0
    respond.not_ours(stage.desk, stage.office.police, action, "The landlord patrols there.", "social_landlord")
    return issue


def came_back(stage: Stage) -> Issue:
    issue = declined(stage)
    again = newest(stage, issue, "social_landlord").id or 0
    respond.not_ours(stage.desk, contact(stage, "social_landlord"), again, "We do not patrol.", None)
    return issue


def withdrawn(stage: Stage) -> Issue:
    issue = asked(stage)
    assign.withdraw(stage.desk, stage.office.duty, newest(stage, issue, "police").id or 0, "Not needed any more")
    return issue


def question(stage: Stage) -> Issue:
    issue = accepted(stage)
    return talk.ask(stage.desk, stage.office.duty, issue.id or 0, "Is the light there broken too?")


def answered(stage: Stage) -> Issue:
    issue = question(stage)
    talk.answer(stage.desk, stage.office.officer, issue.id or 0, "Yes, since Monday.")
    return talk.reply(stage.desk, stage.office.duty, issue.id or 0, "We have asked the police to patrol.")


def closed(stage: Stage) -> Issue:
    issue = done(stage)
    return close.close(stage.desk, stage.office.duty, issue.id or 0, "It is mended, and the police keep an eye on it.")


def satisfied(stage: Stage) -> Issue:
    return report.satisfied(stage.desk, stage.office.officer, closed(stage).id or 0, True)


def reopened(stage: Stage) -> Issue:
    return report.satisfied(stage.desk, stage.office.officer, closed(stage).id or 0, False, "It is broken again.")


def joined(stage: Stage) -> Issue:
    parent = stage.office.report("R13")
    return stage.office.report("R3", objects={"issue": parent.id})


def repeated(stage: Stage) -> Issue:
    parent = accepted(stage)
    stage.office.report("R3", by=stage.office.actor("noor-contact-centre"), objects={"issue": parent.id})
    return parent


def signposted(stage: Stage) -> Issue:
    return stage.office.report("R4")


def service(stage: Stage) -> Issue:
    return stage.office.report("R13")


def flagged(stage: Stage) -> Issue:
    return stage.office.report("R11")


def plan_owner(stage: Stage) -> Issue:
    return stage.office.report("R8")


def service_acknowledged(stage: Stage) -> Issue:
    issue = service(stage)
    action = newest(stage, issue, "street_scene").id or 0
    respond.acknowledge(stage.desk, contact(stage, "street_scene"), action)
    respond.set_reference(stage.desk, contact(stage, "street_scene"), action, "SS/4711", "Friday")
    talk.add_note(stage.desk, contact(stage, "street_scene"), issue.id or 0, "The crew goes out on Friday.", action)
    return issue


def service_done(stage: Stage) -> Issue:
    issue = service_acknowledged(stage)
    action = newest(stage, issue, "street_scene").id or 0
    respond.done(stage.desk, contact(stage, "street_scene"), action, "The glass is cleared.")
    return issue


def service_declined(stage: Stage) -> Issue:
    issue = service(stage)
    action = newest(stage, issue, "street_scene").id or 0
    respond.not_ours(stage.desk, contact(stage, "street_scene"), action, "It is on private land.", None)
    return issue


def overridden(stage: Stage) -> Issue:
    issue = flagged(stage)
    return decide.change_route(stage.desk, stage.office.duty, issue.id or 0, "team", "The paper has it already.")


def taken_away(stage: Stage) -> Issue:
    issue = awaiting(stage)
    return decide.change_route(
        stage.desk, stage.office.duty, issue.id or 0, "org:highways", "Only Highways can mend it."
    )


def wards(stage: Stage) -> Issue:
    return stage.office.report("R12")


def nobody_leads(stage: Stage) -> Issue:
    issue = wards(stage)
    stage.later(days=3)
    chase.tick(stage.desk)
    return issue


def led(stage: Stage) -> Issue:
    issue = wards(stage)
    return councillors.lead(stage.desk, stage.office.councillors("cuckoo-oak")[-1], issue.id or 0)


def viewed(stage: Stage) -> Issue:
    issue = accepted(stage)
    councillor = stage.office.councillors("cuckoo-oak")[-1]
    return councillors.give_view(stage.desk, councillor, issue.id or 0, "Residents would like a camera there.")


def candidate(stage: Stage) -> Issue:
    threat = ["priority:safer-estates", "indicator:asb-reports"]
    issue = stage.office.report("R10", objects={"threat": threat})
    return decide.accept(stage.desk, stage.office.duty, issue.id or 0)


def half_agreed(stage: Stage) -> Issue:
    issue = candidate(stage)
    return decide.agree(stage.desk, stage.office.actor("lead-safety"), issue.id or 0, True)


def agreed(stage: Stage) -> Issue:
    issue = half_agreed(stage)
    return decide.agree(stage.desk, stage.office.actor("director-people"), issue.id or 0, True)


def not_agreed(stage: Stage) -> Issue:
    issue = candidate(stage)
    return decide.agree(stage.desk, stage.office.actor("director-people"), issue.id or 0, False, "Not this year.")


def engagement(stage: Stage) -> Issue:
    issue = stage.office.report("R5", ward="edgmond")
    return decide.accept(stage.desk, stage.office.duty, issue.id or 0)


def planned(stage: Stage) -> Issue:
    issue = stage.office.report("R7", whole_borough=True, wards=())
    return decide.accept(stage.desk, stage.office.duty, issue.id or 0)


STORIES: dict[str, Callable[[Stage], Issue]] = {
    story.__name__: story
    for story in (
        held,
        awaiting,
        accepted,
        asked,
        acknowledged,
        put_off_once,
        done,
        no_further_action,
        declined,
        came_back,
        withdrawn,
        question,
        answered,
        closed,
        satisfied,
        reopened,
        joined,
        repeated,
        signposted,
        service,
        flagged,
        plan_owner,
        service_acknowledged,
        service_done,
        service_declined,
        overridden,
        taken_away,
        wards,
        nobody_leads,
        led,
        viewed,
        candidate,
        half_agreed,
        agreed,
        not_agreed,
        engagement,
        planned,
    )
}
