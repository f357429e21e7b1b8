"""`rapid-response places import` and `triage --text`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.places import COMMANDS
from bot.cli.triage import triage
from tests.shared import shared

places = COMMANDS[0]
SQUARE = [[-2.5, 52.6], [-2.4, 52.6], [-2.4, 52.7], [-2.5, 52.7]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/places.db"


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(url: str, *arguments: str, command=places, stdin: str = "") -> Result:
    return CliRunner().invoke(command, list(arguments), input=stdin, env={"DATABASE_URL": url})


def read(url: str, text: str) -> dict:
    result = run(url, "--text", text, "--json", command=triage)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_an_import_is_read_and_replaced(tmp_path: Path, url: str):
    file = written(tmp_path, "streets.csv", "street,ward_name_2013\nOrchid Mews,Madeley\nOrchid Mews,Elsewhere\n")
    result = run(url, "import", file)
    assert result.exit_code == 0
    assert "streets.csv: 1 places" in result.output
    assert "not in the directory: 1: Elsewhere (1)" in result.output
    assert read(url, "hole in Orchid Mews")["wards"] == ["Madeley"]
    written(tmp_path, "streets.csv", "street,ward_name_2013\nOrchid Mews,Brookside\nFern Bank,Hadley & Leegomery\n")
    assert run(url, "import", file).exit_code == 0
    assert read(url, "hole in Orchid Mews")["wards"] == ["Brookside"]
    assert read(url, "hole in Fern Bank")["wards"] == ["Hadley and Leegomery"]
    assert "streets.csv: 2 rows" in run(url, "list").output


def test_codes_postcodes_and_names(tmp_path: Path, url: str):
    codes = written(tmp_path, "p.csv", "postcode,ward_code,ward_name\nZZ9 9ZZ,E05001900,\n,E05001900,x\n")
    names = written(tmp_path, "n.csv", "Name,Ward\nThe Old Windmill,madeley\n")
    assert run(url, "import", codes, names).exit_code == 0
    assert read(url, "at zz99zz")["wards"] == ["Madeley"]
    assert read(url, "by The Old Windmill")["places"][0]["kind"] == "landmark"


def test_coordinates_with_polygons(tmp_path: Path, url: str):
    feature = {"properties": {"WD13NM": "Madeley"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    nowhere = {"properties": None, "geometry": None}
    shapes = written(tmp_path, "w.geojson", json.dumps({"features": [feature, nowhere]}))
    rows = "street,lon,lat\nFern Bank,-2.45,52.65\nFar Bank,1,2\nOdd Bank,east,2\n"
    file = written(tmp_path, "points.csv", rows)
    result = run(url, "import", file, shapes)
    assert result.exit_code == 0
    assert "points.csv: 1 places" in result.output
    assert "2: (none) (2)" in result.output
    assert read(url, "Fern Bank")["wards"] == ["Madeley"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("street,ward\nFern Bank,Elsewhere\n", "nothing was imported"),
        ("road,ward\nFern Bank,Madeley\n", "no column called postcode, street or name"),
        ("street,colour\nFern Bank,red\n", "no column with a ward"),
        ("street,lat,lon\nFern Bank,1,2\n", "no column with a ward"),
        ("", "no column called"),
    ],
)
def test_what_cannot_be_imported(tmp_path: Path, url: str, text: str, says: str):
    result = run(url, "import", written(tmp_path, "x.csv", text))
    assert result.exit_code == 1
    assert says in result.output


def test_files_that_cannot_be_read(tmp_path: Path, url: str):
    assert "cannot be read as CSV" in run(url, "import", str(tmp_path / "none.csv")).output
    broken = written(tmp_path, "x.geojson", "{}")
    assert "cannot be read as GeoJSON" in run(url, "import", broken, str(tmp_path / "none.csv")).output
    shapes = written(tmp_path, "y.geojson", '{"features": []}')
    assert "There is no CSV file" in run(url, "import", shapes).output


def test_open_data_imports_as_it_is(url: str):
    files = ("postcodes/telford_and_wrekin_postcode_ward_2014-08.csv", "streets/telford_and_wrekin_streets.csv")
    result = run(url, "import", *(str(shared(f"data/{file}")) for file in files))
    assert result.exit_code == 0
    assert "Left out" not in result.output


def test_a_text_in_words(url: str):
    result = run(url, "--text", "Pothole in High Street, Farport. Madeley Mrs Quell 01632 960123", command=triage)
    assert result.exit_code == 0
    assert "Could deal with it: highways" in result.output
    assert "Personal: 01632 960123 (phone)" in result.output
    shrewsbury = run(url, "--text", "Shrewsbury, Newport and New Road", command=triage).output
    assert "Shrewsbury: outside the area" in shrewsbury
    assert "Newport: no ward can be told from this" in shrewsbury
    assert "New Road: in several wards" in run(url, "--text", "New Road", command=triage).output


def test_a_stream_of_texts(url: str):
    lines = [
        json.dumps({"id": "one", "text": "Two wrecked pianos on Burnside"}),
        "",
        "not json",
        json.dumps({"id": 3}),
        json.dumps({"text": "pianos still on Burnside, wrecked"}),
    ]
    result = run(url, "--text", "-", command=triage, stdin="\n".join(lines))
    assert result.exit_code == 1
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert answers[0]["id"] == "one"
    assert answers[0]["similar"] == []
    assert "error" in answers[1]
    assert answers[2] == {"id": 3, "error": 'A line has to be an object with "text".'}
    assert answers[3]["similar"][0]["id"] == "one"
    assert run(url, "--text", "-", command=triage, stdin=lines[0]).exit_code == 0


def test_one_of_answers_and_text(url: str):
    assert run(url, "--text", "x", "--answers", "Q1=no", command=triage).exit_code == 2
