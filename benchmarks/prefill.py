"""How long one text takes to read, and how much memory the reader needs, with a gazetteer of 30,000 invented places.

Time is the processor's, so that a busy machine does not blur it. Aims: 99 of 100 texts of 1,000 characters in under
20 ms, and under 150 MB for words, gazetteer and all.
"""

import gc
import sys
import tracemalloc
from itertools import cycle, islice, product
from time import perf_counter, process_time

from storage import council_files
from triage_rules.council import Council, parse
from triage_rules.folder.sections import is_words
from triage_rules.prefill.suggest import Reader
from triage_rules.prefill.where.gazetteer import Gazetteer, Row
from triage_rules.prefill.words.lexicon_file import read_lexicon

COUNCIL = council_files.shipped()[0]
TURNS = 3
PLACES, TEXTS, LENGTH = 30_000, 300, 1_000
SLOWEST_MS, MOST_MB = 20, 150
BEGINNINGS = (
    "Ash",
    "Birch",
    "Cold",
    "Dun",
    "Elder",
    "Fern",
    "Gorse",
    "Hazel",
    "Jay",
    "Kite",
    "Lark",
    "Oak",
    "Pine",
    "Rook",
)
MIDDLES = ("bourne", "combe", "den", "field", "gate", "ham", "hurst", "ley", "mere", "ness", "port", "stead", "wick")
ENDINGS = ("Road", "Close", "Lane", "Drive", "Avenue", "Street", "Crescent", "Way", "Gardens", "Court", "Grove")
BEFORE = ("Upper", "Lower", "Old", "New", "Great", "Little", "North", "South")
SENTENCES = (
    "Three lamps are out along Fernbourne Rd and the drain by the shop is blocked again. ",
    "Caller, a Mrs Ottoline Farthing of 14 Oakcombe Close, 01632 960123, says rats have been seen twice. ",
    "Petition of 120 about speeding past the school on Larkham Lnae, going to the press on Friday. ",
    "Kids on quads every night behind Stonehurst, somebody set light to a bin, nobody hurt. ",
    "Can the hedge at the junction of Thornmere Avenue be cut, and is it on this year's programme? ",
    "An elderly neighbour has not been seen since Tuesday and her curtains are still drawn. ",
    "The takeaway on Ironwick Street has its extractor running until two in the morning. ",
)


def rows(council: Council) -> list[Row]:
    """Streets of two and three words, and postcodes, spread over the council's wards."""
    wards = cycle(area.id for area in council.directory.areas if area.kind == "ward")
    names = (f"{a}{b} {c}" for a, b, c in product(BEGINNINGS, MIDDLES, ENDINGS))
    longer = (f"{d} {a}{b} {c}" for d, a, b, c in product(BEFORE, BEGINNINGS, MIDDLES, ENDINGS))
    codes = (f"ZZ{n % 90 + 10} {n // 90 % 9 + 1}{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}" for n in range(10**6))
    streets = [Row(name, "street", ward) for name, ward in zip([*names, *longer], wards, strict=False)]
    half = PLACES // 2
    return [
        *streets[:half],
        *(Row(code, "postcode", ward) for code, ward in zip(islice(codes, half), wards, strict=False)),
    ]


def texts() -> list[str]:
    """Of exactly 1,000 characters, all different."""
    return [
        ("".join(islice(cycle(SENTENCES[n % 7 :] + SENTENCES), 30)) + str(n))[n % 83 :][:LENGTH] for n in range(TEXTS)
    ]


def main() -> int:
    files = council_files.read(COUNCIL)
    council = parse(files, COUNCIL)
    places = rows(council)
    gc.collect()
    tracemalloc.start()
    words = read_lexicon({name: text for name, text in files.items() if is_words(name)})
    began = perf_counter()
    reader = Reader(words, Gazetteer(places, council.directory, words.places))
    built = perf_counter() - began
    memory = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    taken = []
    for text in texts() * TURNS:
        began = process_time()
        reader.suggest(text)
        taken.append((process_time() - began) * 1000)
    taken.sort()
    median, slow = taken[len(taken) // 2], taken[int(0.99 * len(taken))]
    print(
        f"{len(places)} places, {LENGTH} characters: median {median:.1f} ms, "
        f"p99 {slow:.1f} ms (aim: under {SLOWEST_MS})"
    )
    print(f"words and gazetteer: {memory:.0f} MB (aim: under {MOST_MB}), compiled in {built:.1f} s")
    return 0 if slow < SLOWEST_MS and memory < MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
