"""refusals that are about no issue, invitations, guests, who marked something exempt

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Text, Time = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, Text(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "refused",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        *_texts("actor", "way", "verb", "about"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_refused_at"), "refused", ["at"])
    op.create_index(op.f("ix_refused_actor"), "refused", ["actor"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("person", "organisation", "code_digest", "key"),
        sa.Column("created_at", Time(), nullable=False),
        *_texts("created_by"),
        sa.Column("expires_at", Time(), nullable=False),
        *_texts("team", "user", "name"),
        sa.Column("used_at", Time(), nullable=True),
        sa.Column("confirmed_at", Time(), nullable=True),
        *_texts("confirmed_by"),
        sa.Column("ended_at", Time(), nullable=True),
        *_texts("ended_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_invitation_code_digest")),
        sa.UniqueConstraint("key", name=op.f("uq_invitation_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_invitation_person"), "invitation", ["person"])
    op.add_column("slackidentity", sa.Column("guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("issue", sa.Column("exempt_by", Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("issue", "exempt_by")
    op.drop_column("slackidentity", "guest")
    op.drop_table("invitation")
    op.drop_table("refused")
