"""Leave: who stands in for whom on a date, and what a council's folder may say of it."""

from datetime import date

import pytest

from tests.triage_rules.small_council import changed
from triage_rules.council import CouncilError, parse
from triage_rules.directory import Directory

BEFORE, MEANWHILE, BOTH_AWAY, AFTER = (date(2026, 11, day) for day in (20, 23, 27, 30))


def person(id: str, *away: dict[str, str]) -> dict[str, object]:
    return {"id": id, "name": id.title(), "email": f"{id}@example.org", "away": away}


DIRECTORY = Directory.model_validate(
    {
        "people": [
            person("ann", {"from": "2026-11-23", "until": "2026-11-27", "deputy": "bob"}),
            person("bob", {"from": "2026-11-27", "until": "2026-11-27", "deputy": "cy"}),
            person("cy", {"from": "2026-12-01"}),
            person("dee", {"from": "2026-12-01", "deputy": "eve"}),
            person("eve", {"from": "2026-12-01", "deputy": "dee"}),
        ],
        "roles": [
            {"person": "ann", "role": "manager", "of": "roads"},
            {"person": "ann", "role": "ward_member", "of": "north"},
            {"person": "bob", "role": "officer"},
        ],
    }
)


@pytest.mark.parametrize(
    ("who", "on", "acts"),
    [
        ("ann", BEFORE, "ann"),
        ("ann", MEANWHILE, "bob"),
        ("ann", BOTH_AWAY, "cy"),
        ("ann", AFTER, "ann"),
        ("cy", date(2026, 12, 1), "cy"),  # away, and nobody named
        ("dee", date(2026, 12, 1), "dee"),  # each the other's deputy, both away
        ("nobody", MEANWHILE, "nobody"),
    ],
)
def test_who_acts_for_somebody(who: str, on: date, acts: str) -> None:
    assert DIRECTORY.standing_in(who, on) == acts


def test_a_deputy_has_the_officers_roles_meanwhile_but_not_the_elected_ones() -> None:
    assert [role.role for role in DIRECTORY.roles_of("bob", BEFORE)] == ["officer"]
    assert [role.role for role in DIRECTORY.roles_of("bob", MEANWHILE)] == ["officer", "manager"]
    assert [role.role for role in DIRECTORY.roles_of("cy", BOTH_AWAY)] == ["manager", "officer"]
    assert [role.role for role in DIRECTORY.roles_of("ann", MEANWHILE)] == ["manager", "ward_member"]


@pytest.mark.parametrize(
    ("who", "away", "what"),
    [
        ("cy", "{from: 2026-11-23, deputy: nobody}", "there is no 'nobody' among the people"),
        ("cy", "{from: 2026-11-23, deputy: cy}", "is their own deputy"),
        ("cy", "{from: 2026-11-23, until: 2026-11-20}", "it ends on 2026-11-20"),
        ("cy", "{since: 2026-11-23}", "'since' is not a field here"),
        ("ann", "{from: 2026-11-23, deputy: bob}", "a councillor has no deputy"),
    ],
)
def test_what_is_refused(who: str, away: str, what: str) -> None:
    email = f"email: {who}@example.org"
    with pytest.raises(CouncilError) as refused:
        parse(changed("directory.yaml", email, f"{email}, away: [{away}]"), "small")
    assert what in refused.value.problems[0].what
