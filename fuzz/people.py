"""Who sends what Slack would have signed: three people without any right here, and one who has most."""

from dataclasses import dataclass

OWN = "T0000HOME"  # the stand-in's own team
AWAY = "T0000AWAY"
TEAMS = {AWAY: "Another Place"}


@dataclass(frozen=True)
class Sender:
    user: str
    name: str
    email: str | None = None
    team: str = OWN
    guest: bool = False


OFFICER = Sender("U0000DUTY", "Ola Duty", "ola.duty@example.org")  # a duty officer, by the address
GUEST = Sender("U000GUEST", "Gus Guest", "gus.guest@example.org", guest=True)
STRANGER = Sender("U000AWAY1", "Sam Stranger", "sam.stranger@example.org", AWAY)
# Another workspace says that its person has the duty officer's id, or their address.
BORROWED = Sender(OFFICER.user, "Ola Duty", OFFICER.email, AWAY)
NAMESAKE = Sender("U000AWAY2", "Ola Duty", OFFICER.email, AWAY)
IN_SLACK = (OFFICER, GUEST, STRANGER, NAMESAKE)
WITHOUT_RIGHTS = (GUEST, STRANGER, BORROWED, NAMESAKE)
