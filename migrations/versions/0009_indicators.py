"""The mandate's indicators, their targets and monthly figures."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = "('waiting', 'signed', 'refused', 'replaced')"
CELL = ["indicator_id", "period", "mode", "region"]


def upgrade() -> None:
    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("breakdowns", sa.JSON(), nullable=False),
        sa.Column("counted", sa.String(24), nullable=False),
        sa.Column("editors", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "indicator_targets",
        sa.Column("indicator_id", sa.Integer(), sa.ForeignKey("indicators.id"), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.CheckConstraint("target > 0", name="target_not_empty"),
    )
    _figures()
    op.create_table(
        "indicator_counts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("what", sa.String(24), nullable=False),
        sa.Column("reference", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("region", sa.String(3), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.UniqueConstraint("what", "reference"),
        sa.CheckConstraint("value >= 0", name="not_negative"),
    )
    op.create_table(
        "figure_imports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.String(25), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("lines", sa.JSON(), nullable=False),
    )


def _figures() -> None:
    op.create_table(
        "indicator_figures",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("indicator_id", sa.Integer(), sa.ForeignKey("indicators.id"), nullable=False, index=True),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("region", sa.String(3), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("entered_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("entered_at", sa.String(25), nullable=False),
        sa.Column("decided_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("decided_at", sa.String(25), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"state IN {STATES}", name="state_known"),
        sa.CheckConstraint("source IN ('entered', 'imported')", name="source_known"),
        sa.CheckConstraint("value >= 0", name="not_negative"),
    )
    for state in ("signed", "waiting"):
        only = sa.text(f"state = '{state}'")
        name = f"uq_indicator_figures_{state}"
        op.create_index(
            name, "indicator_figures", CELL, unique=True, sqlite_where=only, postgresql_where=only
        )


def downgrade() -> None:
    for table in (
        "figure_imports",
        "indicator_counts",
        "indicator_figures",
        "indicator_targets",
        "indicators",
    ):
        op.drop_table(table)
