"""Fieldwork: numbers in safe steps, wanted groups, and single-use codes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("waves", sa.Column("mode", sa.String(8), nullable=False, server_default="open"))
    op.create_table(
        "slip_codes",
        sa.Column("digest", sa.LargeBinary(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.CheckConstraint("length(digest) = 32", name="digest_is_sha256"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slip_batches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.String(10), nullable=False),
        sa.CheckConstraint("number > 0", name="not_empty"),
    )
    op.create_table(
        "looks",
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), primary_key=True),
        sa.Column("cells", sa.JSON(), nullable=False),
    )
    op.create_table(
        "wanted_groups",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False),
        sa.Column("breakdown", sa.String(12), nullable=False),
        sa.Column("value", sa.String(32), nullable=False),
        sa.UniqueConstraint("consultation_id", "breakdown", "value"),
    )
    op.create_table(
        "ways_in",
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), primary_key=True),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.CheckConstraint("mode IN ('open', 'codes')", name="mode_known"),
    )


def downgrade() -> None:
    for table in ("ways_in", "wanted_groups", "looks", "slip_batches", "slip_codes"):
        op.drop_table(table)
    op.execute("ALTER TABLE waves DROP COLUMN mode")  # in place: other tables refer to the waves
