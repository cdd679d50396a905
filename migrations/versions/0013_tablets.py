"""Shared tablets that may hand in sealed answers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tablets",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("emptied", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name="digest_is_sha256"),
    )


def downgrade() -> None:
    op.drop_table("tablets")
