"""The directory: who holds what on a date."""

from datetime import date

import pytest
from pydantic import ValidationError

from triage_rules.directory import Area, Directory, Organisation, Person, Role, UnknownId

BEFORE, THEN, NOW = date(2023, 1, 1), date(2024, 6, 1), date(2026, 11, 23)


def person(id: str) -> dict[str, str]:
    return {"id": id, "name": id.title(), "email": f"{id}@Example.org"}


DIRECTORY = Directory.model_validate(
    {
        "areas": [
            {"id": "north", "name": "North", "kind": "ward", "rural": True, "code": "E05000001"},
            {"id": "south", "name": "South", "kind": "ward"},
            {"id": "old", "name": "Old", "kind": "ward", "until": "2023-05-03"},
            {"id": "dale", "name": "Dale", "kind": "parish", "wards": ["north"]},
            {"id": "gone", "name": "Gone", "kind": "parish", "wards": ["north"], "until": "2023-05-03"},
            {"id": "whole", "name": "Whole", "kind": "borough"},
        ],
        "people": [person(id) for id in ("ann", "bob", "cy", "dee", "eve")],
        "roles": [
            {"person": "ann", "role": "ward_member", "of": "north", "from": "2023-05-04"},
            {
                "person": "bob",
                "role": "ward_member",
                "of": "north",
                "from": "2023-05-04",
                "until": "2025-05-01",
            },
            {"person": "bob", "role": "ward_member", "of": "north", "from": "2025-06-01"},
            {"person": "bob", "role": "contact", "of": "roads"},
            {"person": "cy", "role": "manager", "of": "roads"},
            {"person": "bob", "role": "executive", "of": "roads"},
            {"person": "dee", "role": "corporate_director"},
            {"person": "eve", "role": "corporate_director", "of": "places"},
            {"person": "eve", "role": "officer"},
        ],
        "organisations": [
            {"id": "roads", "name": "Roads", "kind": "service", "channel": "roads"},
            {"id": "parish-dale", "name": "Dale Parish Council", "kind": "parish", "area": "dale"},
        ],
        "portfolios": [{"id": "places", "name": "Places"}],
        "bodies": [{"id": "board", "name": "Board", "kind": "priority_board"}],
        "priorities": [{"id": "p1", "name": "Cleaner", "owner": "roads", "portfolio": "places"}],
        "indicators": [{"id": "i1", "name": "Litter", "owner": "roads", "portfolio": "places"}],
        "plan_actions": [{"id": "a1", "name": "Sweep", "owner": "roads", "portfolio": "places", "priority": "p1"}],
    }
)


def ids(people: tuple[Person | Area | Organisation, ...]) -> list[str]:
    return [each.id for each in people]


def test_found_by_id() -> None:
    assert DIRECTORY.area("north").code == "E05000001"
    assert DIRECTORY.person("ann").tells_by == "slack"
    assert DIRECTORY.organisation("roads").channel == "roads"
    assert DIRECTORY.portfolio("places").name == "Places"
    assert DIRECTORY.body("board").kind == "priority_board"
    assert DIRECTORY.priority("p1").owner == "roads"
    assert DIRECTORY.indicator("i1").portfolio == "places"
    assert DIRECTORY.plan_action("a1").programme == "service"


def test_an_unknown_id_is_named() -> None:
    with pytest.raises(UnknownId, match="no plan action 'zz'"):
        DIRECTORY.plan_action("zz")


def test_a_name_is_always_found() -> None:
    assert DIRECTORY.name("roads") == "Roads"
    assert DIRECTORY.name("someone-who-left") == "someone-who-left"


def test_people_by_email_whatever_the_capitals() -> None:
    found = DIRECTORY.person_by_email(" ANN@example.ORG")
    assert found is not None
    assert found.id == "ann"
    assert DIRECTORY.person_by_email("nobody@example.org") is None


def test_areas_on_a_date() -> None:
    assert ids(DIRECTORY.wards(BEFORE)) == ["north", "south", "old"]
    assert ids(DIRECTORY.wards(NOW)) == ["north", "south"]
    assert ids(DIRECTORY.parishes_of(["north", "south"], NOW)) == ["dale"]
    assert ids(DIRECTORY.parishes_of(["south"], NOW)) == []
    assert DIRECTORY.is_rural(["south", "north"])
    assert not DIRECTORY.is_rural(["south"])


def test_roles_begin_and_end() -> None:
    assert ids(DIRECTORY.ward_members("north", BEFORE)) == []
    assert ids(DIRECTORY.ward_members("north", THEN)) == ["ann", "bob"]
    assert ids(DIRECTORY.ward_members("north", date(2025, 5, 1))) == ["ann", "bob"]
    assert ids(DIRECTORY.ward_members("north", date(2025, 5, 2))) == ["ann"]
    assert ids(DIRECTORY.ward_members("north", NOW)) == ["ann", "bob"]
    assert [role.role for role in DIRECTORY.roles_of("bob", NOW)] == ["ward_member", "contact", "executive"]
    assert DIRECTORY.roles_of("nobody", NOW) == ()
    assert DIRECTORY.has_role("ann", "ward_member", "north", NOW)
    assert not DIRECTORY.has_role("ann", "ward_member", "south", NOW)
    assert ids(DIRECTORY.all_holders("ward_member", NOW)) == ["ann", "bob"]


def test_members_of_an_organisation() -> None:
    assert ids(DIRECTORY.members_of("roads", NOW)) == ["bob", "cy"]
    assert ids(DIRECTORY.escalation("roads", NOW)) == ["cy", "bob"]
    assert ids(DIRECTORY.organisations_of("bob", NOW)) == ["roads"]
    assert DIRECTORY.organisations_of("eve", NOW) == ()


def test_the_director_of_a_portfolio_or_of_all() -> None:
    assert ids(DIRECTORY.corporate_directors("places", NOW)) == ["eve"]
    assert ids(DIRECTORY.corporate_directors("other", NOW)) == ["dee"]
    assert ids(DIRECTORY.corporate_directors(None, NOW)) == ["dee"]


def test_the_council_of_a_parish() -> None:
    found = DIRECTORY.parish_council("dale")
    assert found is not None
    assert found.id == "parish-dale"
    assert DIRECTORY.parish_council("north") is None


def test_wrong_lines_are_refused() -> None:
    with pytest.raises(ValidationError, match="swap the dates"):
        Role.model_validate({"person": "a", "role": "officer", "from": "2026-01-02", "until": "2026-01-01"})
    with pytest.raises(ValidationError, match="a ward has no list of wards"):
        Area(id="a", name="A", kind="ward", wards=("b",))
    with pytest.raises(ValidationError, match="pattern"):
        Person(id="A B", name="A", email="a@example.org")
