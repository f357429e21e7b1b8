"""Logging to stderr, as text or one JSON object a line."""

import json
import logging
import re
from datetime import UTC, datetime

# The address of a partner's page is as good as a password: it stands in no log.
LINK = re.compile(r"(/partner/)[A-Za-z0-9_-]{12,}")

QUIET = ("slack_sdk", "slack_bolt", "apscheduler", "urllib3")


def without_links(line: str) -> str:
    return LINK.sub(r"\1…", line)


class TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_links(super().format(record))


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return without_links(json.dumps(line, ensure_ascii=False))


def set_up_logging(level: str, form: str) -> None:
    """`level` as in LOG_LEVEL; `form` is "text" or "json". Slack's client may log payloads at debug: it stays quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonLines() if form == "json" else TextLines("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    )
    handler.addFilter(_worth_keeping)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _worth_keeping(record: logging.LogRecord) -> bool:
    """Bolt's loggers set their own levels, and one of them shows the body of whatever has a wrong signature."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in QUIET
