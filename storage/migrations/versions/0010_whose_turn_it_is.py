"""whose turn the tick is

Revision: 0010, after 0009.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Text, At = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    turn = op.create_table(
        "turn",
        sa.Column("name", Text(), nullable=False),
        sa.Column("by", Text(), nullable=False),
        sa.Column("until", At(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_turn")),
    )
    op.bulk_insert(turn, [{"name": "tick", "by": "", "until": datetime(1970, 1, 1, tzinfo=UTC)}])


def downgrade() -> None:
    op.drop_table("turn")
