"""Paper: batches of sheets, keyed twice."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(4), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("second_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.CheckConstraint("state IN ('open', 'done')", name="state_known"),
        sa.CheckConstraint("size >= 1", name="not_empty"),
    )
    op.create_table(
        "sheets",
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batches.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("entry", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.CheckConstraint("entry IN (1, 2)", name="entry_known"),
    )


def downgrade() -> None:
    op.drop_table("sheets")
    op.drop_table("batches")
