"""Open forms between one click and the next. They expire; a report or a stop ends them (bot/desk/verbs/report.py)."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session, select

from bot.desk.work import Desk
from bot.slack.report.state import FormState, from_json, still_known
from storage.intake import Draft
from storage.session import reading, writing

KEPT = timedelta(days=1)


def keep(desk: Desk, user: str, state: FormState) -> str:
    """A new draft of this user's; its id."""
    now = desk.clock.system()
    draft = Draft(id=desk.clock.token(), user=user, created_at=now, expires_at=now + KEPT)
    _put(draft, state)
    with writing(desk.engine) as session:
        session.add(draft)
        session.commit()
    return draft.id


def load(desk: Desk, user: str, id: str) -> FormState | None:
    """None when it has expired, was sent, or is somebody else's."""
    with reading(desk.engine) as session:
        draft = _own(session, user, id, desk)
        return _read(desk, draft) if draft else None


def change(desk: Desk, user: str, id: str, at: str | None, how: Callable[[FormState], FormState]) -> FormState | None:
    """The draft as `how` makes it, kept. A click older than the last one kept (`at`: Slack's action_ts) changes
    nothing; with None it always counts.

    None when there is no such draft any more: it is never made anew, so that a stop stays forgotten.
    """
    with writing(desk.engine) as session:
        draft = _own(session, user, id, desk, lock=True)
        if draft is None:
            return None
        state = _read(desk, draft)
        last = draft.values.get("at") or "0"
        if at is None or float(at) >= float(last):
            state = how(state)
            _put(draft, state, at or last)
            session.add(draft)
            session.commit()
        return state


def _own(session: Session, user: str, id: str, desk: Desk, lock: bool = False) -> Draft | None:
    query = select(Draft).where(Draft.id == id, Draft.user == user, Draft.expires_at > desk.clock.system())
    return session.exec(query.with_for_update() if lock else query).first()


def _put(draft: Draft, state: FormState, at: str = "0") -> None:
    draft.values, draft.long_text = {"form": state.as_json(), "at": at}, state.long_text


def _read(desk: Desk, draft: Draft) -> FormState:
    return still_known(from_json(draft.values.get("form") or {}, draft.long_text), desk.council())


def forget(desk: Desk, user: str, id: str) -> None:
    with writing(desk.engine) as session:
        if draft := _own(session, user, id, desk):
            session.delete(draft)
            session.commit()
