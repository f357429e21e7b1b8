"""A council with more wards and services than a menu of Slack's holds."""

from dataclasses import replace

from tests.sample import sample_council
from triage_rules.council import Council
from triage_rules.directory import Directory
from triage_rules.records import Area, Organisation


def large_council() -> Council:
    council = sample_council()
    wards = tuple(Area(id=f"ward-{n}", name=f"Ward {n}", kind="ward") for n in range(150))
    services = tuple(Organisation(id=f"org-{n}", name=f"Service {n} " + "x" * 90, kind="service") for n in range(150))
    roles = tuple(role for role in council.directory.roles if role.of is None)
    directory = Directory(areas=wards, organisations=services, roles=roles, people=council.directory.people)
    return replace(council, directory=directory)
