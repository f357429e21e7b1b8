"""An expired link's page sends a new one: to the directory's address, once a day, to nobody else."""

from sqlmodel import select

from bot.desk.verbs.links import revoke
from storage import links as stored
from storage.outbox import Delivery
from tests.web.visitor import RUBY, Visitor, text


def test_an_expired_link_asks_for_another(visitor: Visitor):
    """It goes to the directory's address, once a day; nobody without the old link and our form gets one sent."""

    def sent() -> list[Delivery]:
        with visitor.desk.look() as session:
            return list(session.exec(select(Delivery).where(Delivery.kind == "another_link")))

    token = visitor.form_token(visitor.open("/done"))
    assert visitor.send("new-link", token=token).status_code == 303  # it works still
    visitor.later(days=31)
    page = visitor.open()
    assert page.status_code == 410
    assert "Send me a new link" in text(page)
    assert "Shelter" not in text(page)
    for forged in ("", token):
        assert visitor.send("new-link", token=forged).status_code == 303
    assert visitor.browser.post(f"/partner/{'x' * 48}/new-link", data={"form": token}).status_code == 404
    assert sent() == []
    for _ in range(3):
        answer = visitor.send("new-link", token=visitor.form_token(visitor.open()))
        assert "on its way" in text(answer)
    (delivery,) = sent()
    assert (delivery.recipient, delivery.action_id) == (f"person:{RUBY}", visitor.action_id)
    assert visitor.link(RUBY, visitor.action_id) != visitor.path


def test_no_other_dead_link_asks_for_another(visitor: Visitor):
    with visitor.desk.look() as session:
        (link,) = stored.of_action(session, visitor.action_id)
    revoke(visitor.desk, visitor.office.duty, link.id or 0)
    page = visitor.open()
    assert "Send me a new link" not in text(page)
    assert visitor.send("new-link", token="").status_code == 410
