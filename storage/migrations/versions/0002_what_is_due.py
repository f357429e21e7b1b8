"""what is due is found among what is pending, however many issues are on record

Revision: 0002, after 0001.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("delivery", "reminder")


def upgrade() -> None:
    for table in TABLES:
        op.create_index(f"ix_{table}_state_due_at", table, ["state", "due_at"])
        op.drop_index(f"ix_{table}_due_at", table)
        op.drop_index(f"ix_{table}_state", table)


def downgrade() -> None:
    for table in TABLES:
        op.create_index(f"ix_{table}_due_at", table, ["due_at"])
        op.create_index(f"ix_{table}_state", table, ["state"])
        op.drop_index(f"ix_{table}_state_due_at", table)
