"""How issues and actions should stand, in as few words as possible: no clocks, no messages, no database."""

from dataclasses import dataclass, field

ROUTE_OF = {"R4": "signpost", "R9": "team", "R10": "team", "R12": "ward_member", "R13": "service", "R11": "service"}
STATE_OF = {"signpost": "signposted", "team": "awaiting_acceptance", "ward_member": "open", "service": "open"}
OWNER_OF = {"signpost": "team", "team": "team", "ward_member": "wards", "hold": "team"}


@dataclass
class ModelAction:
    """`again`: it has been sent on once already. `replaces`: the declined one that it came from. `put_off`, `lapsed`:
    how often its reminders were put off, and how often silence made it unacknowledged again."""

    owner: str
    leads: bool = False
    again: bool = False
    state: str = "due"
    held: bool = False
    for_the_duty_officer: bool = False
    replaces: "ModelAction | None" = None
    put_off: int = 0
    lapsed: int = 0

    @property
    def in_hand(self) -> bool:
        return self.state in ("due", "acknowledged")

    def release(self) -> None:
        """The team need not hold any longer what led to this."""
        if self.replaces:
            self.replaces.held = False
            self.replaces.release()

    @property
    def unfinished(self) -> bool:
        return self.in_hand or self.held


@dataclass
class ModelIssue:
    route: str
    anonymous: bool = False
    state: str = ""
    owner: str = ""
    actions: list[ModelAction] = field(default_factory=list)

    def follow(self, route: str, organisation: str = "") -> None:
        self.route, self.state = route, STATE_OF.get(route, "held")
        if route == "service":
            self.owner = f"org:{organisation}"
            self.actions.append(ModelAction(organisation, leads=True))
        else:
            self.owner = OWNER_OF[route]

    # Each of these says whether it is done; False is a refusal, which changes nothing.

    def accept(self) -> bool:
        if self.state != "awaiting_acceptance":
            return False
        self.state = "open"
        return True

    def add_action(self, organisation: str) -> bool:
        if self.state != "open":
            return False
        added = ModelAction(organisation)
        for old in self.actions:
            if old.for_the_duty_officer:
                added.replaces, old.for_the_duty_officer = old, False
                added.release()
        self.actions.append(added)
        return True

    def withdraw(self, action: ModelAction) -> bool:
        if action.leads or not action.unfinished:
            return False
        action.state, action.held, action.for_the_duty_officer = "withdrawn", False, False
        action.release()
        return True

    def change_route(self, to: str) -> bool:
        if self.state == "closed":
            return False
        for action in self.actions:
            if action.leads and action.unfinished:
                action.state, action.held, action.for_the_duty_officer = "withdrawn", False, False
        self.follow("service" if to.startswith("org:") else to, to.removeprefix("org:"))
        self.state = "open"
        return True

    def close(self) -> bool:
        if self.state not in ("open", "signposted"):
            return False
        if any(a.unfinished and not (a.leads and a.state == "acknowledged") for a in self.actions):
            return False
        for action in self.actions:
            if action.in_hand:
                action.state = "done"
        self.state = "closed"
        return True

    def reopen(self) -> bool:
        if self.state != "closed":
            return False
        lost = self.route == "service" and self.owner == "team"  # nobody has said whose it is
        self.follow("hold" if lost else self.route, self.owner.removeprefix("org:"))
        return True

    # -- actions ----------------------------------------------------------------------------------------------

    def acknowledge(self, action: ModelAction) -> bool:
        if action.state != "due":
            return False
        action.state = "acknowledged"
        action.release()
        if action.leads:
            self.owner = f"org:{action.owner}"
        return True

    def put_off(self, action: ModelAction, later: bool, often: int | None) -> bool:
        """`later`: than it is due as it is; `often`: who asks may do so while it has been done less often."""
        if not action.in_hand or not later or (often is not None and action.put_off >= often):
            return False
        action.put_off += 1
        return True

    def lapse(self, action: ModelAction) -> bool:
        """Asked how it is going, and no word."""
        if action.state != "acknowledged":
            return False
        action.state, action.lapsed = "due", action.lapsed + 1
        return True

    def not_ours(self, action: ModelAction, other: str | None) -> bool:
        if not action.in_hand:
            return False
        action.state, action.held = "declined", True
        if action.leads:
            self.owner = "team"
        if other and not action.again:
            self.actions.append(ModelAction(other, action.leads, again=True, replaces=action))
        else:
            action.for_the_duty_officer = True
        return True

    def done(self, action: ModelAction) -> bool:
        if not action.in_hand:
            return False
        self.acknowledge(action)
        action.state = "done"
        return True
