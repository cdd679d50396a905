"""Counts of whole groups from tally sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_tallies",
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), primary_key=True),
        sa.Column("band", sa.String(32), primary_key=True),
        sa.Column("language", sa.String(16), primary_key=True),
        sa.Column("question", sa.String(32), primary_key=True),
        sa.Column("part", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), primary_key=True),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.CheckConstraint("children >= 0", name="no_negative_count"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("group_tallies")
