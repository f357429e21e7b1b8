"""The house: what README and notes say of it is true, and its rooms stay small."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.manifest import EVENTS, SCOPES, manifest
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OURS = [path for folder in ("bot", "storage", "triage_rules", "tests") for path in (ROOT / folder).rglob("*.py")]


def test_no_file_of_ours_is_over_300_lines():
    long = {str(p.relative_to(ROOT)): n for p in OURS if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300}
    assert {name: lines for name, lines in long.items() if "migrations" not in name} == {}


def test_no_room_is_called_utils():
    assert [p.name for p in OURS if re.search(r"utils?|helpers?|managers?|misc|common", p.stem)] == []


def test_every_setting_is_in_the_readme_with_its_default():
    for name, field in Settings.model_fields.items():
        assert f"`{name.upper()}`" in README, name
        if isinstance(field.default, str) and name not in ("slack_api_url", "host"):
            assert f"`{field.default}`" in README, name


def test_every_path_in_the_readme_exists():
    named = re.findall(r"`((?:bot|storage|triage_rules|tests|docs)/[\w./<>-]+)`", README)
    for path in named:
        if "<" not in path:
            assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\(((?!http)[^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_every_command_in_the_readme_exists():
    from bot.cli.entry import rapid_response

    for command in set(re.findall(r"`(?:COUNCIL=\w+ )?rapid-response ([a-z]+)", README)):
        assert command in rapid_response.commands, command


def test_every_make_target_in_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_slack_notes_list_every_scope_and_event():
    notes = (ROOT / "docs" / "slack-setup.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w:.]+)` \| (.+) \|$", notes, re.MULTILINE) == list(SCOPES.items())
    for event in EVENTS:
        assert f"`{event}`" in notes


def test_locks_name_no_registry():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text


@pytest.mark.parametrize("url", [None, "https://rr.example.org/"])
def test_the_manifest_fits_slacks_limits(url):
    made = manifest("Rapid Response Team", url)
    assert len(made["display_information"]["description"]) <= 140
    assert made["settings"]["socket_mode_enabled"] is (url is None)
    assert {shortcut["callback_id"] for shortcut in made["features"]["shortcuts"]} == {"report_issue", "report_message"}
    urls = re.findall(r"https://[^'\"]+", str(made))
    assert set(urls) == ({"https://rr.example.org/slack/events"} if url else set())


def test_python_minus_m_bot_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert "council" in done.stdout
