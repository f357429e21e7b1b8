"""`make eval FILE=labelled.jsonl`: imports a gazetteer into a temporary database, reads the reports, prints figures."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from bot.cli.places import digest, named_areas, read_table, read_text_lines
from bot.cli.triage_text import stream
from bot.clock import Clock
from evaluation import misses
from evaluation.figures import Pair, figures
from evaluation.questions_left import questions_left, questions_unaided
from storage import council_files, places
from storage.readers import Readers
from storage.session import open_engine, writing
from triage_rules.council import Council, parse
from triage_rules.prefill.suggest import Reader

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PLACES = (
    "data/postcodes/telford_and_wrekin_postcode_ward_2014-08.csv",
    "data/streets/telford_and_wrekin_streets.csv",
)


def reader_of(council: Council, files: list[Path], database: str) -> Reader:
    """The reader with these open data imported, as `places import` does."""
    engine = open_engine(database)
    SQLModel.metadata.create_all(engine)
    areas = named_areas(council.directory)
    with writing(engine) as session:
        for file in files:
            found = read_table(file.name, read_text_lines(file), areas)
            places.replace_file(session, council.id, file.name, sorted(found.rows), digest(found.rows), Clock().now())
        session.commit()
    reader = Readers(engine)(council)
    engine.dispose()
    return reader


def suggested(reader: Reader, council: Council, reports: list[dict[str, Any]]) -> list[Pair]:
    lines = (json.dumps({"id": report["id"], "text": report["text"]}) for report in reports)
    return list(zip(reports, stream(reader, council, lines), strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--council", default="telford-wrekin")
    parser.add_argument("--places", type=Path, nargs="*", default=[SHARED / path for path in PLACES])
    parser.add_argument("--misses", action="store_true", help="also print what was suggested wrongly")
    given = parser.parse_args()
    council = parse(council_files.read(given.council), given.council)
    reports = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        reader = reader_of(council, given.places, f"sqlite:///{folder}/places.db")
    pairs = suggested(reader, council, reports)
    found = figures(pairs)
    print(f"{len(reports)} reports")
    print("\n".join(map(str, found)))
    with_prefill, unaided = questions_left(council, pairs), questions_unaided(council, pairs)
    print(f"mean questions beyond safety: {with_prefill:.2f} with prefill (at most 3), {unaided:.2f} without")
    if given.misses:
        print("\n".join(misses.listed(pairs)))
    return 0 if all(figure.met for figure in found) and with_prefill <= 3 else 1


if __name__ == "__main__":
    sys.exit(main())
