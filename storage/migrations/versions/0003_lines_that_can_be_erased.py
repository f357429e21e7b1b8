"""who did it and the facts of a line enter the chain as salted digests; the book of what was done with records

Revision: 0003, after 0002. The chains of what is on record are made anew: their old links held names.
"""

import json
import secrets
from datetime import timezone

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW = ("who_salt", "who_digest", "facts_salt", "facts_digest")
Text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    with op.batch_alter_table("event") as table:
        for name in NEW:
            table.add_column(sa.Column(name, Text(), nullable=False, server_default=""))
    op.create_table(
        "auditline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        *(sa.Column(name, Text(), nullable=False) for name in ("verb", "actor", "actor_name", "actor_role", "way")),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        *(sa.Column(name, Text(), nullable=False) for name in (*NEW, "salt", "words_digest", "previous", "digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auditline")),
        sa.UniqueConstraint("seq", name=op.f("uq_auditline_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_auditline_at", "auditline", ["at"])
    op.create_table(
        "erasedpart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tombstone_id", sa.Integer(), nullable=False),
        sa.Column("chain", Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        *(sa.Column(name, Text(), nullable=False) for name in ("part", "salt", "left")),
        sa.ForeignKeyConstraint(["tombstone_id"], ["auditline.id"], name=op.f("fk_erasedpart_tombstone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasedpart")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasedpart_tombstone_id", "erasedpart", ["tombstone_id"])
    op.create_index("ix_erasedpart_chain", "erasedpart", ["chain"])
    _chain_anew()


def _chain_anew() -> None:
    """With the arithmetic of storage/lines.py as it was when this was written."""
    connection = op.get_bind()
    event = sa.Table("event", sa.MetaData(), autoload_with=connection)
    event.c.at.type, event.c.data.type = sqlmodel.sql.sqltypes.UTCDateTime(), sa.JSON()
    previous: dict[int, str] = {}
    for row in connection.execute(sa.select(event).order_by(event.c.issue_id, event.c.seq)).mappings().all():
        who_salt, facts_salt = secrets.token_urlsafe(18), secrets.token_urlsafe(18)
        new = {
            "who_salt": who_salt,
            "who_digest": _sha256(who_salt, _json([row["actor"], row["actor_name"]])),
            "facts_salt": facts_salt,
            "facts_digest": _sha256(facts_salt, _json(row["data"])),
            "previous": previous.get(row["issue_id"], ""),
        }
        plain = {
            "chain": f"RR-{row['issue_id']}",
            "seq": row["seq"],
            "at": row["at"].astimezone(timezone.utc).isoformat(),
            "verb": row["verb"],
            "role": row["actor_role"],
            "way": row["way"],
        }
        plain = {name: value for name, value in plain.items() if value != ""}
        parts = (new["who_digest"], new["facts_digest"], row["words_digest"])
        new["digest"] = previous[row["issue_id"]] = _sha256(new["previous"], _json(plain), *parts)
        connection.execute(event.update().where(event.c.id == row["id"]).values(new))


def _json(value) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _sha256(*parts: str) -> str:
    import hashlib

    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def downgrade() -> None:
    op.drop_table("erasedpart")
    op.drop_table("auditline")
    with op.batch_alter_table("event") as table:
        for name in NEW:
            table.drop_column(name)
