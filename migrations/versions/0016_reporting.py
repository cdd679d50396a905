"""Reports for the Human Rights Council and the General Assembly."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = ("release", "publish", "microdata", "quality")


def upgrade() -> None:
    op.create_table(
        "report_plans",
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), primary_key=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.String(25), nullable=False),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False),
        sa.Column("release_id", sa.Integer(), sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("folder", sa.String(32), nullable=False, unique=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("edited", sa.String(120), nullable=False),
        sa.Column("made_at", sa.String(25), nullable=False),
    )
    op.create_index(op.f("ix_reports_consultation_id"), "reports", ["consultation_id"])
    _kinds((*KINDS, "report"))


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE kind = 'report'")
    _kinds(KINDS)
    op.drop_table("reports")
    op.drop_table("report_plans")


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_constraint("kind_known", type_="check")
        jobs.create_check_constraint("kind_known", f"kind IN {kinds}")
