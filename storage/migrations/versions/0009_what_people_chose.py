"""what people chose for their briefings, what the team wrote above them, when they were put off, and their numbers

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

Text, At = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    # With a default of the database's own: the release before writes rows without it for a while.
    op.add_column("briefingcopy", sa.Column("figures", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("schedulerun", sa.Column("put_off_to", At(), nullable=True))
    op.add_column("schedulerun", sa.Column("shown_for", At(), nullable=True))
    op.create_table(
        "briefingchoice",
        *(sa.Column(name, Text(), nullable=name != "person") for name in ("person", "day")),
        sa.Column("hour", sa.Integer(), nullable=True),
        *(sa.Column(name, Text(), nullable=True) for name in ("roll_up", "channel")),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("changed_at", At(), nullable=False),
        sa.Column("changed_by", Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_briefingchoice")),
    )
    op.create_table(
        "briefingedition",
        sa.Column("period", Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("changed_at", At(), nullable=False),
        sa.Column("changed_by", Text(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_briefingedition")),
    )


def downgrade() -> None:
    op.drop_table("briefingedition")
    op.drop_table("briefingchoice")
    for column in ("shown_for", "put_off_to"):
        with op.batch_alter_table("schedulerun") as table:
            table.drop_column(column)
    with op.batch_alter_table("briefingcopy") as table:
        table.drop_column("figures")
