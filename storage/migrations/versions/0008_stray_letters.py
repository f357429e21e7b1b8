"""letters that came in and could not be filed

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strayletter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("sender", AutoString(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_strayletter_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strayletter")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_strayletter_at"), "strayletter", ["at"])
    op.create_index(op.f("ix_strayletter_issue_id"), "strayletter", ["issue_id"])


def downgrade() -> None:
    op.drop_table("strayletter")
