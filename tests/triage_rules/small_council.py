"""The smallest council there can be, as files; tests of refusals change one line of it."""

SMALL = {
    "council.yaml": """\
name: Small Council
zone: Europe/London
team: {name: The Team, channel: the-team, lead_portfolio: all}
safety:
  emergency:
    title: Ring first
    numbers:
      - {number: 999, for: Danger}
calendars:
  council:
    hours: {mon: "09:00-17:00"}
clocks:
  accept: {wait: 4h, ladder: up}
  hold: {wait: 4h}
  acknowledge: {wait: 1d}
  first_response: {wait: 2d}
  agree: {wait: 3d}
  lead: {wait: 1d}
  progress: {wait: 5d}
  reporter_answer: {wait: 3d}
ladders:
  up:
    - {before: 1h, to: owner}
""",
    "directory.yaml": """\
areas:
  - {id: north, name: North, kind: ward}
  - {id: dale, name: Dale, kind: parish, wards: [north]}
people:
  - {id: ann, name: Ann, email: ann@example.org, roles: [{role: ward_member, of: north}]}
  - {id: bob, name: Bob, email: bob@example.org, roles: [{role: team_officer}, {role: cabinet_lead, of: all}]}
  - {id: cy, name: Cy, email: cy@example.org, roles: [{role: contact, of: roads}]}
organisations:
  - {id: roads, name: Roads, kind: service, channel: roads, calendar: council, ladder: up}
portfolios:
  - {id: all, name: Everything}
bodies:
  - {id: board, name: Board, kind: priority_board}
priorities:
  - {id: clean, name: Clean, owner: roads, portfolio: all, board: board}
plan_actions:
  - {id: sweep, name: Sweep, owner: roads, portfolio: all, priority: clean}
briefings:
  - {name: weekly, cron: "0 9 * * mon", audience: ward_members}
""",
    "criteria.yaml": """\
effective_from: 2026-01-01
questions:
  - id: fire
    text: Is it burning?
    help: Look for smoke.
    source: ours
    safety: true
    says: {yes: it burns, no: it does not burn}
  - id: big
    text: Is it big?
    help: Bigger than a house.
    source: ours
    says: {yes: it is big, no: it is small}
rows:
  - id: one
    when: {fire: yes}
    route: stop
    stream: emergency
    meaning: Ring.
    source: ours
  - id: two
    when: {big: yes}
    route: team
    stream: rapid_response
    meaning: The team.
    source: ours
    examples:
      - {text: A big one., answers: {fire: no, big: yes}}
  - id: three
    when: {}
    route: service
    meaning: A service.
    source: ours
""",
}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """SMALL with one piece of one file replaced."""
    assert SMALL[file].count(old) == 1, f"'{old}' is not in {file} exactly once"
    return {**SMALL, file: SMALL[file].replace(old, new)}
