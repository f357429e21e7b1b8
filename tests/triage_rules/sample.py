"""The sample council's criteria, read as the shipped file has them."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from triage_rules.criteria import Criteria
from triage_rules.table import Table, compile_table

FILE = Path(__file__).resolve().parents[2] / "triage_rules/councils/telford-wrekin/criteria.yaml"


@cache
def sample_criteria() -> Criteria:
    return Criteria.model_validate(YAML(typ="safe").load(FILE.read_text("utf-8")))


@cache
def sample_table() -> Table:
    return compile_table(sample_criteria())
