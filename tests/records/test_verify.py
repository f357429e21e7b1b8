"""The history is as it was written, or the line that is not is named."""

import pytest
from sqlalchemy import text

from bot.desk.records import book
from bot.desk.records.verify import verify
from bot.desk.verbs import respond, talk
from storage.session import writing


def _verify(desk, known=None):
    with desk.look() as session:
        return verify(session, known)


def _tamper(desk, sql: str) -> None:
    with writing(desk.engine) as session:
        session.execute(text(sql))
        session.commit()


@pytest.fixture
def written(desk, office, asked):
    respond.acknowledge(desk, office.police, asked.id)
    talk.add_note(desk, office.duty, asked.issue_id, "Rang the shop.")
    office.report("R6")
    assert book.seal_heads(desk) == 2
    return asked.issue_id


def test_an_untouched_record_is_whole(desk, office, written):
    verdict = _verify(desk)
    assert (verdict.problems, verdict.issues) == ([], 2)
    talk.add_note(desk, office.duty, written, "Rang again.")
    assert book.seal_heads(desk) == 1
    assert book.seal_heads(desk) == 0, "nothing new, no line"
    assert _verify(desk, known=verdict.newest).problems == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE event SET words = 'Did not ring.' WHERE verb = 'noted'", "what was written was changed"),
        ("UPDATE event SET actor_name = 'Somebody' WHERE verb = 'accepted'", "who did it was changed"),
        ("UPDATE event SET data = '{}' WHERE verb = 'decided' AND issue_id = 1", "the facts in it were changed"),
        ("UPDATE event SET actor_role = 'nobody' WHERE verb = 'accepted'", "its time, verb, role or way was changed"),
        ("UPDATE event SET way = 'link' WHERE verb = 'acknowledged'", "its time, verb, role or way was changed"),
        ("UPDATE event SET words = 'More' WHERE verb = 'accepted'", "what was written was added"),
        ("UPDATE event SET words = NULL, salt = '' WHERE verb = 'noted'", "the book has no erasure for it"),
        ("DELETE FROM event WHERE verb = 'accepted'", "something is missing or was added"),
        ("DELETE FROM event WHERE verb = 'noted'", "lines are missing at the end"),
        ("DELETE FROM event WHERE issue_id = 2", "RR-2: the whole history is missing"),
        ("DELETE FROM auditline", "The digest that you gave is not in the book"),
        ('UPDATE auditline SET data = \'{"event": 99, "heads": []}\'', "The book of the records, line 1"),
    ],
)
def test_what_was_changed_is_named(desk, written, sql, says):
    known = _verify(desk).newest
    _tamper(desk, sql)
    problems = _verify(desk, known).problems
    assert any(says in problem for problem in problems), problems


def test_a_removed_issue_is_seen(desk, written):
    for table in ("reminder", "wait", "delivery", "event", "action", "issueward"):
        of_it = "wait_id IN (SELECT id FROM wait WHERE issue_id = 2)" if table == "reminder" else "issue_id = 2"
        _tamper(desk, f"DELETE FROM {table} WHERE {of_it}")
    _tamper(desk, "DELETE FROM issue WHERE id = 2")
    assert _verify(desk).problems == ["RR-2: the whole history is missing."]


def test_lines_of_the_first_release_are_taken_over(desk, office, written):
    """During an upgrade a process of the release before may write a line; one that was sealed stays as it was."""
    talk.add_note(desk, office.duty, 2, "Written by the release before.")
    _tamper(
        desk,
        "UPDATE event SET who_salt = '', who_digest = '', facts_salt = '', facts_digest = '', digest = 'old'"
        " WHERE words LIKE 'Written by%'",
    )
    talk.add_note(desk, office.duty, 2, "And one after it.")
    assert _verify(desk).problems
    book.seal_heads(desk)
    assert _verify(desk).problems == []
    _tamper(desk, "UPDATE event SET who_digest = '', actor_name = 'Another' WHERE words LIKE 'Written by%'")
    talk.add_note(desk, office.duty, 2, "Later.")
    book.seal_heads(desk)
    assert any("not the line that was sealed" in problem for problem in _verify(desk).problems)


def test_a_late_commit_is_sealed_with_the_next_line(desk, office, written):
    """A transaction that took its number earlier than the seal and committed after it."""
    talk.add_note(desk, office.duty, written, "Written early, committed late.")
    _tamper(desk, "UPDATE event SET id = -1 WHERE words LIKE 'Written early%'")
    talk.add_note(desk, office.duty, 2, "The next one.")
    assert book.seal_heads(desk) == 2
