"""a council's words beside its files; criteria that come into force on their date

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With defaults of the database's own: the release before writes rows without them for a while.
    op.add_column("councilsnapshot", sa.Column("words", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("councilsnapshot", sa.Column("criteria_version", sa.String(), server_default="", nullable=False))
    op.add_column("currentcouncil", sa.Column("next_hash", sa.String(), nullable=True))
    op.add_column("currentcouncil", sa.Column("next_from", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table, column in (
        ("currentcouncil", "next_from"),
        ("currentcouncil", "next_hash"),
        ("councilsnapshot", "criteria_version"),
        ("councilsnapshot", "words"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
