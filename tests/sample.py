"""The shipped council, parsed once for all tests."""

from functools import cache

from storage import council_files
from triage_rules.council import Council, parse

NAME = "telford-wrekin"


@cache
def sample_council() -> Council:
    return parse(council_files.read(NAME), NAME)
