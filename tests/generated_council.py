"""A second council, made from a number: other names, ids, questions, rows, hours and clocks than the sample's.

Whole journeys run on it too, to show that nothing in code knows the sample. The same seed gives the same files.
"""

import random
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from tests.generated_criteria import other_document
from triage_rules.criteria import Answer, Criteria
from triage_rules.table import compile_table

SYLLABLES = ["bro", "cal", "den", "fen", "gar", "hol", "kel", "lin", "mor", "nor", "pen", "ros", "sten", "tor", "wyn"]
ENDS = ["by", "combe", "ford", "ham", "hythe", "leigh", "mere", "stow", "thorpe", "wick"]
ZONES = ["Europe/Dublin", "Atlantic/Reykjavik", "America/St_Johns", "Australia/Lord_Howe"]
STARTS = ["07:30", "08:15", "10:00"]
CLOSES = ["15:45", "18:00", "19:30"]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Who:
    """Ids by part played. wards: ward -> its councillors. `contacts`, `managers`, `executives`: organisation -> ids.

    answers: "route" or "route/stream" -> complete answers (yes and no) that come out there.
    """

    duty_officers: tuple[str, ...]
    manager: str
    rural_officer: str
    reporter: str
    wards: dict[str, tuple[str, ...]]
    rural_ward: str
    parish: str
    senior_manager: str
    email_member: str
    print_member: str
    leads: dict[str, str]
    team_lead: str
    director: str
    services: tuple[str, ...]
    partner: str
    parish_council: str
    contacts: dict[str, tuple[str, ...]]
    managers: dict[str, str]
    executives: dict[str, str]
    priority: str
    indicator: str
    team_plan_action: str
    service_plan_action: str
    team_channel: str
    answers: dict[str, dict[str, Answer]]


@dataclass(frozen=True)
class GeneratedCouncil:
    id: str
    files: dict[str, str]
    who: Who


def generated_council(seed: int = 1) -> GeneratedCouncil:
    return _Maker(seed).council()


class _Maker:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.taken: set[str] = set()
        self.people: list[Entry] = []
        self.id = self.word()

    def word(self) -> str:
        """A name that nobody has yet."""
        while True:
            word = "".join(self.random.sample(SYLLABLES, 2)) + self.random.choice(ENDS)
            if word not in self.taken:
                self.taken.add(word)
                return word

    def person(self, *roles: Entry, **more: str) -> str:
        name = self.word()
        entry = {"id": f"p-{name}", "name": f"{name.title()} Tester", "email": f"{name}@example.org", **more}
        self.people.append({**entry, "roles": list(roles)})
        return entry["id"]

    def council(self) -> GeneratedCouncil:
        portfolios = [self.word() for _ in range(3)]
        wards = {self.word(): () for _ in range(4)}
        wards = {ward: tuple(self.member(ward) for _ in range(2 - n % 2)) for n, ward in enumerate(wards)}
        members = [member for ward in wards.values() for member in ward]
        self.tells(members[1], "email")
        self.tells(members[3], "print")
        leads = {portfolio: members[n] for n, portfolio in enumerate(portfolios)}
        for portfolio, member in leads.items():
            self.give(member, {"role": "cabinet_lead", "of": portfolio})
        areas, parish = self.areas(list(wards))
        organisations, services, partner, parish_council = self.organisations(portfolios, parish)
        ids = [entry["id"] for entry in organisations]
        plans = self.plans(services, portfolios)
        channel = f"team-{self.word()}"
        criteria = _criteria()
        who = Who(
            duty_officers=tuple(self.person({"role": "team_officer"}) for _ in range(2)),
            manager=self.person({"role": "team_manager"}),
            rural_officer=self.person({"role": "rural_officer"}),
            reporter=self.person({"role": "officer"}),
            wards=wards,
            rural_ward=next(iter(wards)),
            parish=parish,
            senior_manager=self.person(*({"role": "senior_manager", "of": ward} for ward in wards)),
            email_member=members[1],
            print_member=members[3],
            leads=leads,
            team_lead=leads[portfolios[0]],
            director=self.person(
                {"role": "corporate_director"}, *({"role": "corporate_director", "of": p} for p in portfolios)
            ),
            services=services,
            partner=partner,
            parish_council=parish_council,
            contacts={id: tuple(self.person({"role": "contact", "of": id}) for _ in range(2)) for id in ids},
            managers={id: self.person({"role": "manager", "of": id}) for id in ids},
            executives={id: self.person({"role": "executive", "of": id}) for id in ids},
            priority=plans["priorities"][0]["id"],
            indicator=plans["indicators"][0]["id"],
            team_plan_action=plans["plan_actions"][0]["id"],
            service_plan_action=plans["plan_actions"][1]["id"],
            team_channel=channel,
            answers=_answers(criteria),
        )
        team = {"name": f"{self.word().title()} Crew", "channel": channel, "lead_portfolio": portfolios[0]}
        files = {
            "settings.yaml": {**self.settings(), "team": team},
            "places.yaml": {"areas": areas},
            "everybody.yaml": {"people": self.people, "organisations": organisations},
            "promises.yaml": {"portfolios": [{"id": p, "name": p.title()} for p in portfolios], **plans},
            "criteria.yaml": criteria,
        }
        return GeneratedCouncil(self.id, {name: _yaml(data) for name, data in files.items()}, who)

    def member(self, ward: str) -> str:
        return self.person({"role": "ward_member", "of": ward, "from": "2020-01-01"})

    def tells(self, person: str, by: str) -> None:
        next(entry for entry in self.people if entry["id"] == person)["tells_by"] = by

    def give(self, person: str, role: Entry) -> None:
        next(entry for entry in self.people if entry["id"] == person)["roles"].append(role)

    def areas(self, wards: list[str]) -> tuple[list[Entry], str]:
        parish = self.word()
        areas: list[Entry] = [{"id": ward, "name": ward.title(), "kind": "ward"} for ward in wards]
        areas[0]["rural"] = True
        areas.append({"id": parish, "name": parish.title(), "kind": "parish", "wards": wards[:2]})
        areas.append({"id": self.word(), "name": self.id.title(), "kind": "borough"})
        return areas, parish

    def organisations(self, portfolios: list[str], parish: str) -> tuple[list[Entry], tuple[str, ...], str, str]:
        kinds = ["service", "service", "service", "partner", "parish"]
        made: list[Entry] = []
        for n, kind in enumerate(kinds):
            name = self.word()
            made.append({"id": f"o_{name}", "name": name.title(), "kind": kind, "portfolio": portfolios[n % 3]})
            if kind == "parish":
                made[-1]["area"] = parish
            else:
                made[-1]["channel"] = f"c-{name}"
        made[3] |= {"calendar": "early", "ladder": "short"}
        made[3]["sharing_agreement"] = {"reference": "Protocol 9", "until": "2031-01-01"}
        ids = [entry["id"] for entry in made]
        return made, tuple(ids[:3]), ids[3], ids[4]

    def plans(self, services: tuple[str, ...], portfolios: list[str]) -> dict[str, list[Entry]]:
        def owned(n: int) -> Entry:
            name = self.word()
            return {"id": name, "name": name.title(), "owner": services[n], "portfolio": portfolios[n]}

        priorities = [owned(0), owned(1)]
        actions = [
            {**owned(n), "priority": priorities[0]["id"], "programme": programme}
            for n, programme in enumerate(["team", "service"])
        ]
        delegated = [{"id": self.word(), "reference": "Standing order 7", "role": "team_officer", "verbs": ["accept"]}]
        indicators = [owned(1), owned(2)]
        return {"priorities": priorities, "indicators": indicators, "plan_actions": actions, "delegations": delegated}

    def settings(self) -> Entry:
        span = f"{self.random.choice(STARTS)}-{self.random.choice(CLOSES)}"
        up = [{"at": "10:30", "day": n, "to": to} for n, to in [(1, "manager"), (3, "executive"), (4, "team")]]
        clocks = {
            "accept": {"wait": "3h", "ladder": "soon"},
            "hold": {"wait": "90m", "ladder": "soon"},
            "acknowledge": {"wait": "2d", "ladder": "late"},
            "first_response": {"wait": "3d", "ladder": "late"},
            "agree": {"wait": "4d", "ladder": "late"},
            "lead": {"wait": "2d", "ladder": "short"},
            "progress": {"wait": "6d", "ladder": "late"},
            "reporter_answer": {"wait": "5d"},
        }
        numbers = [{"number": "01632 960999", "for": "Help at once"}]
        return {
            "name": f"{self.id.title()} District Council",
            "zone": self.random.choice(ZONES),
            "access": {"reopen": ["team", "contact"], "see_note": ["reporter", "team"]},
            "words": {"councillor": "elected member", "councillors": "elected members"},
            "safety": {
                stream: {"title": f"Stop: {stream}", "numbers": numbers} for stream in ("emergency", "safeguarding")
            },
            "calendars": {
                "council": {
                    "hours": dict.fromkeys(["mon", "tue", "wed", "thu", "sat"], span),
                    "holidays": "scotland",
                    "closed": ["2026-12-24", {"from": "2026-12-28", "until": "2027-01-05", "why": "winter"}],
                },
                "early": {"hours": dict.fromkeys(["mon", "wed", "fri"], "06:00-12:00")},
            },
            "clocks": clocks,
            "ladders": {
                "soon": [{"before": "30m", "to": "owner"}, *up],
                "late": [{"at": "11:00", "to": "contacts"}, *up],
                "short": [{"at": "07:00", "to": "owner"}],
            },
            "briefings": [
                {"name": "members", "cron": "30 10 * * thu", "audience": "ward_members"},
                {"name": "leads", "cron": "0 11 * * thu", "audience": "cabinet_leads"},
            ],
        }


def _criteria() -> Entry:
    """Every route of the other document, with the people told that the sample's rows tell."""
    document = other_document()
    parts = [{"id": part, "text": f"Is it {part}?"} for part in ("priority", "indicator", "reputation")]
    for question in document["questions"]:
        if question.get("object") == "threat":
            question["parts"] = parts
    everybody = ["ward_members", "team_lead", "portfolio_holders", "corporate_director", "rural_officer"]
    for row in document["rows"]:
        if row["stream"] is None:
            del row["stream"]
        if row["route"] == "team":
            row["tell"] = [{"who": who, "at": "accept"} for who in [*everybody, "parish_councils"]]
        elif row["route"] == "ward_member":
            row["tell"] = [{"who": "ward_members", "at": "report"}]
        elif row["route"] in ("service", "signpost"):
            row["tell"] = [{"who": "ward_members", "at": "roll_up"}]
        if row.get("stream") == "flagged":
            row["tell"].append({"who": "portfolio_holders", "at": "report"})
    return document


def _answers(document: Entry) -> dict[str, dict[str, Answer]]:
    table = compile_table(Criteria.model_validate(document))
    found: dict[str, dict[str, Answer]] = {}
    for row, won in zip(table.criteria.rows, table.won, strict=True):
        number = (won & -won).bit_length() - 1
        answers: dict[str, Answer] = {id: "yes" if number >> i & 1 else "no" for i, id in enumerate(table.yes)}
        found.setdefault(f"{row.route}/{row.stream}" if row.stream else row.route, answers)
    return found


def _yaml(data: Entry) -> str:
    text = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.representer.ignore_aliases = lambda data: True  # type: ignore[method-assign]
    yaml.dump(data, text)
    return text.getvalue()
