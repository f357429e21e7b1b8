"""`rapid-response places import`: a council's gazetteer from open data."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from bot.cli.surroundings import No, Surroundings, surroundings
from storage import places as stored
from storage.session import reading, writing
from triage_rules.directory import Directory
from triage_rules.prefill.where.polygons import Polygons

NAMES = {"postcode": "postcode", "pcd": "postcode", "pcds": "postcode", "street": "street", "name": "place"}
"""Columns that hold a name, and what it is the name of."""
AREAS = (
    "ward_code",
    "ward_code_2013",
    "ward",
    "ward_name",
    "ward_name_2013",
    "area",
    "area_code",
    "area_name",
    "parish_code",
    "parish",
)
LONGITUDE, LATITUDE = ("lon", "lng", "long", "longitude", "x"), ("lat", "latitude", "y")
POLYGON_FILES = (".geojson", ".json")


@dataclass
class Import:
    """What one file gave. unknown: areas that are not in the directory, and how many rows named each."""

    file: str
    rows: set[tuple[str, str, str]] = field(default_factory=set)
    unknown: Counter[str] = field(default_factory=Counter)


@click.group()
def places() -> None:
    """A council's places: streets, postcodes, names."""


@places.command("import")
@click.option("--council", "name", metavar="C", help="A shipped council or a folder; else the one in force.")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@surroundings
def import_places(around: Surroundings, name: str | None, files: tuple[Path, ...]) -> None:
    """Load streets, postcodes or names from CSV, in place of what each file gave before.

    A CSV needs a column postcode, street or name, and one with the ward's name or code; or longitude and
    latitude, with the wards' polygons in a GeoJSON file beside it.
    """
    council = around.council(name)
    areas = named_areas(council.directory)
    polygons = _polygons([file for file in files if file.suffix in POLYGON_FILES], areas)
    tables = [file for file in files if file.suffix not in POLYGON_FILES]
    if not tables:
        raise No("There is no CSV file among these: polygons alone name no places.")
    imports = [read_table(file.name, read_text_lines(file), areas, polygons) for file in tables]
    for each in imports:
        click.echo(_told(each))
    if not any(each.rows for each in imports):
        raise No("None of the areas is in the council's directory: nothing was imported.")
    with writing(around.engine()) as session:
        for each in imports:
            if each.rows:
                rows = sorted(each.rows)
                stored.replace_file(session, council.id, each.file, rows, digest(rows), around.clock.now())
        session.commit()


def _told(each: Import) -> str:
    lines = [f"{each.file}: {len(each.rows)} places in the council's areas."]
    if each.unknown:
        most = ", ".join(f"{area or '(none)'} ({count})" for area, count in each.unknown.most_common(5))
        lines.append(f"  Left out, for areas that are not in the directory: {sum(each.unknown.values())}: {most}.")
    return "\n".join(lines)


def digest(rows: Iterable[tuple[str, str, str]]) -> str:
    """Hex; of the content, in any order."""
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()[:16]


def named_areas(directory: Directory) -> dict[str, str]:
    """Codes and names of wards, in small letters, to the wards' ids."""
    named = {}
    for area in directory.areas:
        if area.kind == "ward":
            for name in (area.code, area.name, area.id):
                if name:
                    named[plain(name)] = area.id
    return named


def plain(name: str) -> str:
    """How areas' names are compared: `&` is `and`; points, apostrophes and capitals do not count."""
    words = name.casefold().replace("&", " and ").replace("'", "").replace(".", "").replace("-", " ").split()
    return " ".join(words)


def read_text_lines(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            return [{str(key).strip().casefold(): value or "" for key, value in row.items() if key} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise No(f"{file} cannot be read as CSV: {error}") from error


def read_table(
    file: str, lines: list[dict[str, str]], areas: Mapping[str, str], polygons: Polygons | None = None
) -> Import:
    """The places of one CSV. Raises No when its columns do not say what is where."""
    columns = set(lines[0]) if lines else set()
    name_column = next((column for column in NAMES if column in columns), None)
    if name_column is None:
        raise No(f"{file} has no column called postcode, street or name.")
    area_columns = [column for column in AREAS if column in columns]
    if not area_columns and not (polygons and _coordinates(columns)):
        raise No(f"{file} has no column with a ward (such as ward_name or ward_code), nor coordinates with polygons.")
    found = Import(file)
    for line in lines:
        name = line[name_column].strip()
        if not name:
            continue
        area = _area(line, area_columns, areas, polygons)
        if area:
            found.rows.add((name, NAMES[name_column], area))
        else:
            found.unknown[next((line[column] for column in reversed(area_columns) if line[column]), "")] += 1
    return found


def _area(
    line: Mapping[str, str], columns: list[str], areas: Mapping[str, str], polygons: Polygons | None
) -> str | None:
    for column in columns:
        if plain(line[column]) in areas:
            return areas[plain(line[column])]
    at = _coordinates(line)
    if columns or polygons is None or at is None:
        return None
    try:
        return polygons.area_at(float(line[at[0]]), float(line[at[1]]))
    except ValueError:
        return None


def _coordinates(columns: Iterable[str]) -> tuple[str, str] | None:
    have = set(columns)
    x = next((column for column in LONGITUDE if column in have), None)
    y = next((column for column in LATITUDE if column in have), None)
    return (x, y) if x and y else None


def _polygons(files: list[Path], areas: Mapping[str, str]) -> Polygons | None:
    shapes = [shape for file in files for shape in _shapes(file, areas)]
    return Polygons(shapes) if shapes else None


def _shapes(file: Path, areas: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Each ward's id and its GeoJSON geometry; any property may hold the name or the code."""
    try:
        features = json.loads(file.read_text(encoding="utf-8-sig"))["features"]
        for feature in features:
            named = (plain(str(value)) for value in (feature.get("properties") or {}).values() if value)
            area = next((areas[name] for name in named if name in areas), None)
            if area and feature.get("geometry"):
                yield area, feature["geometry"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise No(f"{file} cannot be read as GeoJSON: {error}") from error


@places.command("list")
@click.option("--council", "name", metavar="C", help="A shipped council or a folder; else the one in force.")
@surroundings
def list_places(around: Surroundings, name: str | None) -> None:
    """How many rows each imported file gave."""
    council = around.council(name)
    with reading(around.engine()) as session:
        for each in stored.files(session, council.id):
            click.echo(f"{each.name}: {each.rows} rows, imported {each.imported_at:%d %B %Y}")


COMMANDS = (places,)
