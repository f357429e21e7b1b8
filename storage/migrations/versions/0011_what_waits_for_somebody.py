"""what waits for somebody is found among what waits, however much they have had

Revision: 0011, after 0010.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_delivery_recipient_state", "delivery", ["recipient", "state"])
    op.drop_index("ix_delivery_recipient", "delivery")


def downgrade() -> None:
    op.create_index("ix_delivery_recipient", "delivery", ["recipient"])
    op.drop_index("ix_delivery_recipient_state", "delivery")
