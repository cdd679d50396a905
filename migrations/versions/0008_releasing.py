"""Releases: drafts, approvals, withdrawals, jobs, and what staff hold until the responses go."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JOB_KINDS = "('release', 'publish', 'microdata', 'quality')"
JOB_STATES = "('waiting', 'running', 'done', 'refused', 'failed', 'interrupted')"
RELEASE_STATES = "('draft', 'approved', 'replaced', 'withdrawn', 'set_aside')"
HOLDING_KINDS = "('bundle', 'microdata', 'quality')"


def upgrade() -> None:
    _jobs()
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), primary_key=True),
        _refers("consultations", index=True),
        _refers("waves", index=True),
        _refers("freezes"),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("folder", sa.String(32), nullable=False, unique=True),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.String(25), nullable=False),
        sa.Column("published_on", sa.String(10), nullable=False),
        sa.Column("settled_at", sa.String(25), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.CheckConstraint(f"state IN {RELEASE_STATES}", name="state_known"),
        sa.CheckConstraint("length(manifest_sha256) = 64", name="digest_is_sha256"),
        sa.CheckConstraint("(state = 'draft') OR (settled_at <> '')", name="settled_has_its_time"),
    )
    op.create_table(
        "holdings",
        sa.Column("id", sa.Integer(), primary_key=True),
        _refers("consultations", index=True),
        _refers("waves", index=True),
        _refers("freezes"),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("folder", sa.String(32), nullable=False, unique=True),
        sa.Column("made_at", sa.String(25), nullable=False),
        sa.Column("deleted_on", sa.String(10), nullable=False),
        sa.CheckConstraint(f"kind IN {HOLDING_KINDS}", name="kind_known"),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), primary_key=True),
        _refers("consultations", index=True),
        _refers("waves"),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result_id", sa.Integer()),
        sa.Column("asked_at", sa.String(25), nullable=False),
        sa.Column("started_at", sa.String(25), nullable=False),
        sa.Column("ended_at", sa.String(25), nullable=False),
        sa.CheckConstraint(f"kind IN {JOB_KINDS}", name="kind_known"),
        sa.CheckConstraint(f"state IN {JOB_STATES}", name="state_known"),
    )
    at_work = sa.text("state IN ('waiting', 'running')")
    op.create_index(
        "uq_jobs_at_work",
        "jobs",
        ["wave_id", "kind"],
        unique=True,
        sqlite_where=at_work,
        postgresql_where=at_work,
    )


def _refers(table: str, *, index: bool = False) -> sa.Column[int]:
    return sa.Column(
        f"{table[:-1]}_id", sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=False, index=index
    )


def downgrade() -> None:
    for table in ("holdings", "releases", "jobs"):
        op.drop_table(table)
