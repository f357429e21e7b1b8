"""legal holds; what was removed after its time

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "legalhold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("person", Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", Text(), nullable=False),
        sa.Column("placed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("lifted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("lifted_by", Text(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_legalhold_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legalhold")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_legalhold_issue_id", "legalhold", ["issue_id"])
    op.create_index("ix_legalhold_person", "legalhold", ["person"])
    op.create_table(
        "retained",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("of", Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_retained_issue_id")),
        sa.PrimaryKeyConstraint("issue_id", "of", name=op.f("pk_retained")),
    )


def downgrade() -> None:
    op.drop_table("retained")
    op.drop_table("legalhold")
