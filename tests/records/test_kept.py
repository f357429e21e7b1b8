"""Every column of every table is classed, so that none is forgotten when a person is erased or asks."""

from sqlmodel import SQLModel

import storage.session  # noqa: F401  (fills the metadata)
from storage.kept import KEPT

WHERE = (
    "Add it to its table in storage/kept.py (a new table as a _table of its own): among the plain ones if nothing "
    "in it can be about a person; else by name with the kind that fits (see KINDS there) and a few plain words. "
    "Erasing, exports and the data protection page follow from that."
)


def test_every_column_is_classed():
    written = {(t.name, c.name) for t in SQLModel.metadata.sorted_tables for c in t.columns}
    classed = {(table, column) for table, about in KEPT.items() for column in about.columns}
    missing = sorted(".".join(each) for each in written - classed)
    assert not missing, f"Not classed: {', '.join(missing)}. {WHERE}"
    gone = sorted(".".join(each) for each in classed - written)
    assert not gone, f"Classed in storage/kept.py, but no column any more: {', '.join(gone)}. Remove it there."


def test_what_is_personal_is_described():
    bare = [
        f"{t}.{c}" for t, about in KEPT.items() for c, kept in about.columns.items() if kept.personal != bool(kept.what)
    ]
    assert not bare, f"In storage/kept.py, say in plain words what these hold: {', '.join(bare)}."
