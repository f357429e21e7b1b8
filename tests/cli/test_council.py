"""`rapid-response council check|show`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.councils import council
from storage import council_files
from tests.cli.changed_council import write_folder
from tests.generated_council import generated_council
from tests.triage_rules.small_council import SMALL, changed


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(council, list(arguments), env=env)


def test_check_counts_and_says_which_rows_win() -> None:
    result = run("check", env={"COUNCIL": ""})
    assert result.exit_code == 0
    assert "33 wards, 27 parishes" in result.stdout
    assert "66 pairs of rows overlap" in result.stdout
    assert "R1 and R2: R1 wins" in result.stdout
    assert result.stderr == ""


def test_check_of_a_folder(tmp_path: Path) -> None:
    made = generated_council()
    assert run("check", write_folder(tmp_path, made.files)).exit_code == 0
    assert "4 wards, 1 parish, " in run("check", env={"COUNCIL": str(tmp_path)}).stdout


def test_check_tells_every_mistake_on_stderr(tmp_path: Path) -> None:
    result = run("check", write_folder(tmp_path, changed("directory.yaml", "of: north", "of: nort")))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "directory.yaml, line 5: there is no ward 'nort' among the areas. Did you mean 'north'?" in result.stderr
    assert "1 mistake in" in result.stderr


def test_check_warns_without_refusing(tmp_path: Path) -> None:
    lone = changed("directory.yaml", "id: north, name: North, kind: ward}", "id: north, name: North, kind: ward}\n"
                   "  - {id: south, name: South, kind: ward}")  # fmt: skip
    result = run("check", write_folder(tmp_path, lone))
    assert result.exit_code == 0
    assert "Please look: directory.yaml, line 3: the ward South has no councillor" in result.stderr
    assert "1 parish, 3 people" in result.stdout


def test_no_such_council(tmp_path: Path) -> None:
    result = run("check", "atlantis")
    assert result.exit_code == 1
    assert "There is no council or folder 'atlantis'. Shipped councils: " in result.stderr
    assert "has no YAML files" in run("show", str(tmp_path)).stderr
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\xff")
    assert "cannot be read as UTF-8 text" in run("show", str(tmp_path)).stderr


def test_show_in_words(tmp_path: Path) -> None:
    result = run("show", write_folder(tmp_path, SMALL))
    assert result.exit_code == 0
    for line in [
        "The Team (#the-team)",
        "  team officer: Bob <bob@example.org>",
        "  North: Ann <ann@example.org>",
        "  Everything: Bob <bob@example.org>",
        "  Roads (#roads): Cy <cy@example.org>",
        "  council: mon 09:00-17:00",
        "  weekly: 0 9 * * mon (Europe/London), to ward members",
    ]:
        assert line in result.stdout.splitlines()


def test_show_names_vacancies_and_nobody() -> None:
    shown = run("show", env={"COUNCIL": ""}).stdout
    assert "; vacancy" in shown
    assert "(rural): Cllr" in shown
    assert "closed 2026-12-29 to 2026-12-31 (Christmas closure)" in shown


@pytest.mark.parametrize("which", council_files.shipped())
def test_show_json_has_the_promised_shape(which: str) -> None:
    shown = json.loads(run("show", which, "--json").stdout)
    assert {"id", "name", "kind"} <= set(shown["areas"][0])
    assert {"name", "email", "roles"} <= set(shown["people"][0])
    assert set(shown["people"][0]["roles"][0]) == {"role", "of", "of_id", "from", "until"}
    for organisation in shown["organisations"]:
        assert {"id", "name", "kind", "channel", "contacts", "escalation"} <= set(organisation)
        assert organisation["contacts"]
    assert set(shown["team"]) >= {"name", "channel", "officers"}
    assert len(shown["team"]["officers"]) == 2
    assert shown["schedules"]
    assert {"briefing", "cron", "time_zone"} <= set(shown["schedules"][0])


def test_a_role_names_what_it_is_over() -> None:
    people = json.loads(run("show", "--json", env={"COUNCIL": ""}).stdout)["people"]
    lead = next(person for person in people if person["id"] == "lead-ecfc")
    assert [(role["role"], role["of"], role["from"]) for role in lead["roles"]] == [
        ("ward_member", "Cuckoo Oak", "2023-05-09"),
        ("cabinet_lead", "Efficient, Community Focussed Council", "2024-05-16"),
    ]
    duty = next(person for person in people if person["id"] == "sam-duty")
    assert duty["roles"] == [{"role": "team_officer", "of": None, "of_id": None, "from": "2024-04-01", "until": None}]


def test_mistakes_in_the_words_are_told_with_their_line(tmp_path: Path) -> None:
    sea = "  sea: {services: [harbours], words: boat}\n"
    words = {"lexicon/words.yaml": "topics:\n  road: {services: [roads], words: pot-hole}\n" + sea}
    result = run("check", write_folder(tmp_path, {**SMALL, **words}))
    assert result.exit_code == 1
    assert "lexicon/words.yaml, line 2: " in result.stderr
    words = {"lexicon/words.yaml": "topics:\n  road: {services: [roads], words: pothole}\n" + sea}
    result = run("check", write_folder(tmp_path, {**SMALL, **words}))
    assert "lexicon/words.yaml, line 3: there is no organisation 'harbours'. Write 'roads'." in result.stderr


def test_a_day_to_come_is_said(tmp_path: Path) -> None:
    later = changed("criteria.yaml", "effective_from: 2026-01-01", "effective_from: 2999-01-01")
    shown = run("show", write_folder(tmp_path, later)).stdout
    assert ", from 1 January 2999: that day is still to come." in shown
