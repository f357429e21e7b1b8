"""Is everything in place? One finding a check, each with what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery.mail_sender import address
from bot.delivery.smtp_server import Post, parse_smtp_url
from bot.delivery.transport_error import TransportError
from bot.manifest import SCOPES
from bot.settings import Settings
from storage import schema
from storage.people import outside_identities
from storage.session import reading
from triage_rules.council import Council

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SHORTEST_SECRET = 32
UNENCRYPTED = "the password for the mail server travels unencrypted: use smtps:// or ?starttls in SMTP_URL"
SKEW = timedelta(minutes=2)  # Slack refuses signatures older than five minutes


@dataclass(frozen=True)
class Finding:
    check: str
    fine: bool
    says: str


def examine(settings: Settings, clock: Clock, engine: Engine, council: Council | None) -> Iterator[Finding]:
    """Every check, in the order in which one would put things right."""
    yield from _database(engine)
    yield _council(council)
    yield from _tokens(settings)
    if settings.slack_bot_token:
        client = WebClient(
            token=settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url, timeout=10
        )
        yield from _slack(client, clock, council, engine)
    yield _mail(settings, clock)
    yield _links(settings)
    yield from _machines(settings, council)


def _database(engine: Engine) -> Iterator[Finding]:
    try:
        at, head = schema.current(engine), schema.head()
    except SQLAlchemyError as error:
        yield Finding("database", False, f"not reachable ({type(error).__name__}): check DATABASE_URL")
        return
    yield Finding("database", True, engine.dialect.name)
    says = f"revision {at}" if at == head else f"revision {at}, needs {head}: run `rapid-response migrate`"
    yield Finding("schema", at == head, says)


def _council(council: Council | None) -> Finding:
    if council is None:
        return Finding("council", False, "no council in force: run `rapid-response council check`, then `council load`")
    return Finding("council", True, f"{council.name}, {len(council.directory.people)} people")


def _tokens(settings: Settings) -> Iterator[Finding]:
    given = settings.slack_bot_token is not None
    yield Finding("SLACK_BOT_TOKEN", given, "set" if given else "missing: from OAuth & Permissions of the Slack app")
    if settings.slack_app_token is not None:
        yield Finding("SLACK_APP_TOKEN", True, "set: Socket Mode")
    else:
        signed = settings.slack_signing_secret is not None
        says = "set: HTTP" if signed else "missing: set it for HTTP, or SLACK_APP_TOKEN for Socket Mode"
        yield Finding("SLACK_SIGNING_SECRET", signed, says)


def _slack(client: WebClient, clock: Clock, council: Council | None, engine: Engine) -> Iterator[Finding]:
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        yield Finding("slack", False, f"Slack refuses the token ({error.response['error']}): install the app again")
        return
    except OSError as error:
        yield Finding("slack", False, f"Slack cannot be reached ({error}): check the network and SLACK_API_URL")
        return
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield Finding("slack", True, f"workspace {answer['team']}")
    missing = sorted(set(SCOPES) - set(headers.get("x-oauth-scopes", "").replace(" ", "").split(",")))
    yield Finding(
        "scopes", not missing, "all granted" if not missing else f"missing {', '.join(missing)}: install again"
    )
    yield _time(headers.get("date"), clock)
    if council is not None:
        yield _channels(client, council)
        yield from _people(client, council, engine, clock)


def _time(date: str | None, clock: Clock) -> Finding:
    if date is None:
        return Finding("clock", True, "Slack did not say its time")
    off = abs(clock.system() - parsedate_to_datetime(date))
    says = f"{int(off.total_seconds())} s from Slack's"
    return Finding("clock", off < SKEW, says if off < SKEW else f"{says}: set this machine's clock")


def _channels(client: WebClient, council: Council) -> Finding:
    wanted = {council.team.channel} | {org.channel for org in council.directory.organisations if org.channel}
    seen: dict[str, bool] = {}
    cursor = ""
    while True:
        page = client.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=500, cursor=cursor
        )
        seen |= {channel["name"]: channel.get("is_member", False) for channel in page.get("channels") or []}
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            break
    absent = sorted(wanted - set(seen))
    uninvited = sorted(name for name in wanted & set(seen) if not seen[name])
    says = [f"{len(wanted) - len(absent) - len(uninvited)} of {len(wanted)} ready"]
    says += [f"not found: {', '.join(absent)}"] if absent else []
    says += [f"invite the app to: {', '.join(uninvited)}"] if uninvited else []
    return Finding("channels", not (absent or uninvited), "; ".join(says))


def _people(client: WebClient, council: Council, engine: Engine, clock: Clock) -> Iterator[Finding]:
    wanted = {p.email.casefold(): p for p in council.directory.people if p.tells_by == "slack"}
    found = _addresses(client)
    absent = {person.id: person for email, person in wanted.items() if email not in found}
    linked = _linked(engine)
    ours = sorted(p.name for p in absent.values() if p.id not in linked)
    says = f"{len(wanted) - len(ours)} of {len(wanted)} found by e-mail"
    shown = ", ".join(ours[:8]) + (f" and {len(ours) - 8} more" if len(ours) > 8 else "")
    yield Finding("people", not ours, f"{says}; not in Slack: {shown}" if ours else says)
    yield _partners(client, council, set(absent), linked, clock)


def _addresses(client: WebClient) -> set[str]:
    """E-mail addresses of everybody in the council's workspace, in small letters."""
    found: set[str] = set()
    cursor = ""
    while True:
        page = client.users_list(limit=500, cursor=cursor)
        for user in page.get("members") or []:
            if not user.get("deleted"):
                found.add((user.get("profile", {}).get("email") or "").casefold())
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return found


def _linked(engine: Engine) -> dict[str, str]:
    """Person to Slack user, of everybody of another workspace whose invitation was confirmed."""
    try:
        with reading(engine) as session:
            return {each.person: each.user for each in outside_identities(session)}
    except SQLAlchemyError:
        return {}  # the line about the database says it


def _partners(client: WebClient, council: Council, absent: set[str], linked: dict[str, str], clock: Clock) -> Finding:
    """Organisations outside the council where nobody could press a button, and people whom Slack does not reach."""
    on = clock.now().astimezone(ZoneInfo(council.zone)).date()
    silent = []
    for organisation in council.directory.organisations:
        people = council.directory.members_of(organisation.id, on)
        reached = [p for p in people if p.tells_by != "slack" or p.id not in absent or p.id in linked]
        if organisation.kind != "service" and not reached:
            silent.append(organisation.name)
    strangers = sorted(council.directory.name(person) for person, user in linked.items() if _is_stranger(client, user))
    says = []
    if silent:
        says.append(f"nobody could answer for {', '.join(silent)}: use `/issue invite`, or set `tells_by: email`")
    if strangers:
        says.append(f"gets letters, as no shared channel is left: {', '.join(strangers)}")
    return Finding("partners", not says, "; ".join(says) or "each has somebody who can answer")


def _is_stranger(client: WebClient, user: str) -> bool:
    """In no channel that the bot is in: Slack lets nobody write to them."""
    try:
        return bool((client.users_info(user=user)["user"] or {}).get("is_stranger"))
    except SlackApiError:
        return True


def _mail(settings: Settings, clock: Clock) -> Finding:
    """Connects and logs in; sends nothing."""
    if settings.smtp_url is None or settings.mail_from is None:
        return Finding("mail", False, "no e-mail: set SMTP_URL and MAIL_FROM for people outside Slack")
    try:
        server = parse_smtp_url(settings.smtp_url.get_secret_value())
        Post(server, clock.monotonic, address(settings.mail_from).domain).probe()
    except (ValueError, TransportError) as error:
        return Finding("mail", False, str(error))
    bare = server.password and server.tls == "none" and server.host not in LOOPBACK
    return Finding("mail", not bare, UNENCRYPTED if bare else f"{server.host} takes our letters")


def _links(settings: Settings) -> Finding:
    if settings.public_url is None or settings.secret_key is None:
        return Finding("links", False, "no links in e-mail: set PUBLIC_URL and SECRET_KEY")
    url = urlsplit(settings.public_url)
    if url.scheme != "https" and url.hostname not in LOOPBACK:
        return Finding("links", False, "PUBLIC_URL has to begin with https://: a link is as good as a password")
    if len(settings.secret_key.get_secret_value()) < SHORTEST_SECRET:
        return Finding("links", False, f"SECRET_KEY is too short: give it {SHORTEST_SECRET} random characters or more")
    return Finding("links", True, f"at {settings.public_url}")


def _machines(settings: Settings, council: Council | None) -> Iterator[Finding]:
    """Partners' own systems: each has a secret, and each secret somebody's webhook."""
    named = {org.id for org in council.directory.organisations if org.webhook} if council else set()
    secrets = settings.webhook_secrets
    if not (named or secrets or settings.open311_keys):
        return
    short = [
        name
        for name, key in {**secrets, **settings.open311_keys}.items()
        if len(key.get_secret_value()) < SHORTEST_SECRET
    ]
    says = [f"WEBHOOK_SECRETS has none for {', '.join(sorted(named - set(secrets)))}"] if named - set(secrets) else []
    says += (
        [f"no webhook in the council's data: {', '.join(sorted(set(secrets) - named))}"] if set(secrets) - named else []
    )
    says += [f"shorter than {SHORTEST_SECRET} characters: {', '.join(sorted(short))}"] if short else []
    yield Finding(
        "other systems", not says, "; ".join(says) or f"{len(secrets)} webhooks, {len(settings.open311_keys)} apps"
    )
