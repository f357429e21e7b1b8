"""what briefings read is found by what happened and when, and by whose copy it was

Revision: 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_event_verb_at", "event", ["verb", "at"])
    op.create_index("ix_briefingcopy_person_made_at", "briefingcopy", ["person", "made_at"])
    op.drop_index("ix_briefingcopy_person", "briefingcopy")


def downgrade() -> None:
    op.create_index("ix_briefingcopy_person", "briefingcopy", ["person"])
    op.drop_index("ix_briefingcopy_person_made_at", "briefingcopy")
    op.drop_index("ix_event_verb_at", "event")
