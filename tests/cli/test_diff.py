"""`rapid-response council diff OLD NEW`."""

import json
from pathlib import Path

from tests.cli.changed_council import FILE, WRITTEN, changed_files, criteria_file, run, write_folder
from tests.sample import NAME
from tests.triage_rules.small_council import SMALL


def test_a_changed_row_in_plain_words(tmp_path: Path) -> None:
    result = run("council", "diff", NAME, criteria_file(tmp_path, changed_files()[FILE]))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "8 of 2,048 combinations of answers go elsewhere:",
        "  Row R11: all 8 combinations now go to the team (rapid response), "
        "instead of the service (Cabinet Member told at once).",
    ]
    assert "from 1 April 2027" in result.stdout
    assert result.stderr == ""


def test_folders_and_json(tmp_path: Path) -> None:
    write_folder(tmp_path, changed_files())
    result = run("council", "diff", str(tmp_path), NAME, "--json")
    assert result.exit_code == 0
    shown = json.loads(result.stdout)
    assert shown["changed"] == 8
    assert [(each["row"], each["now"]["stream"]) for each in shown["routes"]] == [("R11", "flagged")]


def test_the_same_document(tmp_path: Path) -> None:
    result = run("council", "diff", NAME, criteria_file(tmp_path, WRITTEN[FILE].replace("yes: 90", "yes: 80")))
    assert result.exit_code == 0
    assert result.stdout.startswith("The two documents say the same (version ")


def test_examples_that_no_longer_come_out_are_pointed_out(tmp_path: Path) -> None:
    text = WRITTEN[FILE].replace("when: {Q10: no, Q11: yes, Q9: yes}", "when: {Q11: yes, Q9: yes}")
    result = run("council", "diff", NAME, criteria_file(tmp_path, text))
    assert result.exit_code == 0
    assert "Row R11: 4 of 8 combinations now go to the team (rapid response), row R9, " in result.stdout
    assert "when Q9 is yes." in result.stdout
    assert "Please look: " in result.stderr
    assert "R11: example 1 is not decided" in result.stderr


def test_what_cannot_be_compared_is_said_in_a_line(tmp_path: Path) -> None:
    broken = run("council", "diff", NAME, criteria_file(tmp_path, "questions: []\n"))
    assert broken.exit_code == 1
    assert "changed.yaml: criteria.yaml, line 1: " in broken.stderr
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\xff")
    assert "cannot be read as UTF-8 text" in run("council", "diff", NAME, str(tmp_path / "bytes.yaml")).stderr
    missing = run("council", "diff", NAME, "atlantis")
    assert missing.exit_code == 1
    assert "There is no council or folder 'atlantis'" in missing.stderr
    assert run("council", "diff", NAME).exit_code == 2


def test_documents_with_little_in_common(tmp_path: Path) -> None:
    text = WRITTEN[FILE]
    for number in range(1, 12):
        text = text.replace(f"Q{number}:", f"A{number}:").replace(f"id: Q{number}\n", f"id: A{number}\n")
    result = run("council", "diff", NAME, criteria_file(tmp_path, text))
    assert result.exit_code == 1
    assert "22 questions between them" in result.stderr
    small = write_folder(tmp_path / "small", SMALL)
    assert run("council", "diff", small, small).exit_code == 0
