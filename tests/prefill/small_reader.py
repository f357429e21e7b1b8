"""A small council's words and places, so that each rule of reading can be tried by itself."""

from functools import cache

from tests.sample import sample_council
from triage_rules.directory import Directory
from triage_rules.prefill.suggest import Reader
from triage_rules.prefill.where.gazetteer import Gazetteer, Row
from triage_rules.prefill.words.lexicon import Lexicon
from triage_rules.prefill.words.lexicon_file import read_lexicon
from triage_rules.records import Area

AREAS = (
    Area(id="hill", name="Hill and Dale", kind="ward"),
    Area(id="mere", name="Mere", kind="ward"),
    Area(id="park", name="Park", kind="ward"),
    Area(id="trench", name="Trench", kind="ward"),
    Area(id="saints", name="St Annes", kind="ward"),
    Area(id="twin", name="Upton & Netherton", kind="parish", wards=("hill", "mere")),
    Area(id="dale-parish", name="Dale", kind="parish", wards=("hill",)),
    Area(id="all", name="Borough", kind="borough"),
)
ROWS = (
    Row("Long Lane", "street", "hill"),
    Row("Long Lane", "street", "mere"),
    Row("Long Lane", "street", "trench"),
    Row("Church Walk", "street", "mere"),
    Row("Windermoor Road", "street", "mere"),
    Row("The Square", "street", "hill"),
    Row("Stonyfold", "street", "park"),
    Row("St Luke'S Close", "street", "saints"),
    Row("Mill Street", "street", "hill"),
    Row("Mill Street", "street", "trench"),
    Row("New Road", "street", "hill"),
    Row("Road", "street", "hill"),
    Row("...", "street", "hill"),
    Row("ZZ1 1AA", "postcode", "hill"),
    Row("ZZ1 1AB", "postcode", "mere"),
    Row("ZZ1 1AB", "postcode", "mere"),
    Row("ZZ2 3CD", "postcode", "trench"),
    Row("Clock Tower", "place", "mere"),
)
WORDS = {
    "places.yaml": """\
places:
  needs_ward: park
  needs_capital: trench
  known:
    - {name: Elmbury, kind: estate, wards: [mere], also: [Elm Bury Village]}
    - {name: Bigtown, kind: town, narrows: [hill, mere]}
    - {name: Sutton Heights, kind: estate, wards: [trench]}
    - {name: Upton, kind: town, narrows: [mere]}
    - {name: Cliffside, kind: landmark, wards: [hill]}
  outside: Farport; Otherham
  aside: not; towards; sisters in
  whole: whole of
  wholly: all of it
  body: parish council
""",
    "rest.yaml": """\
groups: {kid: "kid child*"}
contexts:
  denied: {reach: before, words: no; not}
  none: {reach: before, words: no}
  beside: {reach: before, words: behind the}
  over: {reach: sentence, words: put out; yesterday}
  pretend: {reach: text, words: only a drill}
now: now; come quick
topics:
  roads: {services: [roads], words: pothole*; road sign; kerb; lamp; road}
  bins: {services: [bins], words: missed bin; bin; bags}
  crime: {services: [police], words: knife}
  help: {services: [care], words: carer}
  game: {words: road game; bin end}
signals:
  immediate_danger:
    otherwise: no
    yes: fire; $kid ~ river & !paddling
    pressing: smoke
    unknown: ice
    no: nobody in danger
    cancelled_by: [denied, over, pretend]
  safeguarding: {otherwise: no, yes: neglect*, cancelled_by: [denied]}
  asks_for_consultation: {otherwise: no, yes: survey && park}
  threat_reputation: {otherwise: no, yes: petition, unknown: for years}
raised_by: {ward_member: cllr, resident: rang; my}
families:
  person: {leans: safeguarding, service: care, words: old man; lady}
  harm: {leans: danger, service: police, words: shouting; crash*}
  plain: {leans: danger, words: lamp}
weights:
  threshold: 1.0
  safety: {family person: 1.0, family harm: 1.0, family plain: -1.0, service roads: -1.0, now: 0.5, always: -0.5}
alike:
  - bin wheelie
personal:
  titles: mr mrs
  roles: cllr pc vicar
  first_names: dave sian may olga
  also_words: may
  cues: rang from; thanks; from
  ordinary: >-
    the a is in at on from for of and again smells please bin lamp new road street square close yesterday kerb my
    rang thanks out by to mill church walk order it tel number no since lamps fell has asthma lady lad
  bodies: council surgery fc
  health: asthma*; broken leg; fell
  not_health: health campaign
  kin: my; his
  person: lady
""",
}


@cache
def small_lexicon() -> Lexicon:
    return read_lexicon(WORDS)


@cache
def small_reader() -> Reader:
    words = small_lexicon()
    return Reader(words, Gazetteer(ROWS, Directory(areas=AREAS), words.places))


@cache
def sample_reader() -> Reader:
    """The shipped council with only the places that it ships."""
    council = sample_council()
    return Reader(council.lexicon, Gazetteer((), council.directory, council.lexicon.places))
