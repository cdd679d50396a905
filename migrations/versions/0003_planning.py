"""The life of a consultation: purpose, dates, checks, approvals, corrections and what followed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = (
    "title",
    "organisation",
    "purpose",
    "feeds",
    "feeds_part",
    "partners",
    "languages",
    "countries",
    "bands",
)
DAYS = ("feeds_on", "session_on", "opens_on", "closes_on", "promised_on", "delete_on", "told_on")


def upgrade() -> None:
    # Added one by one: SQLite then changes the table in place, and nothing that points at it is disturbed.
    for name in WORDS:
        op.add_column(
            "consultations", sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))
        )
    op.add_column(
        "consultations", sa.Column("body", sa.String(3), nullable=False, server_default=sa.text("''"))
    )
    for name in DAYS:
        op.add_column("consultations", sa.Column(name, sa.Date()))
    op.add_column(
        "consultations", sa.Column("synthetic", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("help_contacts", sa.Column("removed_on", sa.Date()))
    checks()
    approvals()
    corrections()
    influences()


def checks() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False),
        sa.Column("list", sa.String(8), nullable=False),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.CheckConstraint("list IN ('risk', 'lundy')", name="list_known"),
        sa.CheckConstraint("answer IN ('yes', 'no', 'not_here')", name="answer_known"),
        sa.UniqueConstraint("consultation_id", "list", "item"),
    )


def approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False, index=True
        ),
        sa.Column("act", sa.String(8), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("asked_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("decided_on", sa.Date()),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("act IN ('open', 'release')", name="act_known"),
        sa.CheckConstraint("state IN ('asked', 'approved', 'refused')", name="state_known"),
        sa.CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
        sa.CheckConstraint("(state = 'asked') = (decided_on IS NULL)", name="decided_has_its_day"),
    )


def corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.Column("old_id", sa.Integer(), sa.ForeignKey("questionnaires.id"), nullable=False),
        sa.Column("new_id", sa.Integer(), sa.ForeignKey("questionnaires.id"), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )


def influences() -> None:
    op.create_table(
        "influences",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False, index=True
        ),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("removed_on", sa.Date()),
        sa.CheckConstraint("outcome IN ('happened', 'partly', 'later', 'not')", name="outcome_known"),
        sa.CheckConstraint("said <> ''", name="said_something"),
        sa.CheckConstraint("what <> ''", name="what_followed"),
    )


def downgrade() -> None:
    for table in ("influences", "corrections", "approvals", "checks"):
        op.drop_table(table)
    op.drop_column("help_contacts", "removed_on")
    for name in ("synthetic", *reversed(DAYS), "body", *reversed(WORDS)):
        op.drop_column("consultations", name)
