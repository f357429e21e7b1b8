"""Letters and briefings by e-mail in a real Chromium: axe-core finds nothing, on a phone and on a desktop."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.due import brief, chase
from tests.mail.conftest import mailbox, post
from tests.mail.mail_server import Mailbox
from tests.mail.post_office import PostOffice
from tests.web.test_in_browser import check, page

pytestmark = pytest.mark.browser
__all__ = ["mailbox", "page", "post"]


def test_every_kind_of_letter(post: PostOffice, mailbox: Mailbox, page: Any):
    """What is asked, its reminders and escalations, briefings: each kind once."""
    post.ask_schools()
    post.drain()
    for _ in range(9):
        post.clock.move(timedelta(days=1))
        chase.tick(post.desk)
        brief.brief(post.desk)
        post.drain()
    kinds = {received.letter["Subject"]: received.html for received in mailbox.received}
    assert len(kinds) > 3
    for html in kinds.values():
        page.set_content(html)
        check(page)
