"""Dialogues: preparation, rooms, what is kept of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    dialogues()
    kept()
    rooms()


def dialogues() -> None:
    words = [sa.Column(name, sa.Text(), nullable=False) for name in ("partner", "languages")]
    people = [sa.Column(name, sa.Text(), nullable=False) for name in ("focal_point", "note_taker")]
    lists = [sa.Column(name, sa.JSON(), nullable=False) for name in ("risks", "blocks", "asked", "headcount")]
    op.create_table(
        "dialogues",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False, index=True
        ),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), unique=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        *words,
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("group_size", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date()),
        *people,
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("permissions", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(6), unique=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(8), nullable=False),
        sa.Column("prompt", sa.String(32)),
        *lists,
        sa.Column("promised", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name="state_known"),
        sa.CheckConstraint("phase IN ('waiting', 'asking', 'closed', 'shown', 'ended')", name="phase_known"),
        sa.CheckConstraint("(state = 'planned') = (wave_id IS NULL)", name="opened_has_its_wave"),
    )


def kept() -> None:
    dialogue = sa.ForeignKey("dialogues.id")
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dialogue_id", sa.Integer(), dialogue, nullable=False, index=True),
        sa.Column("prompt", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("cleared_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.CheckConstraint("wording <> ''", name="not_empty"),
    )
    op.create_table(
        "risk_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dialogue_id", sa.Integer(), sa.ForeignKey("dialogues.id"), nullable=False, index=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("handled_on", sa.Date()),
        sa.Column("handled", sa.Text(), nullable=False),
    )


def rooms() -> None:
    op.create_table(
        "tallies",
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), primary_key=True),
        sa.Column("question", sa.String(32), primary_key=True),
        sa.Column("part", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), primary_key=True),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.CheckConstraint("children >= 0", name="no_negative_count"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_words",
        sa.Column("id", sa.LargeBinary(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.Column("state", sa.String(8), nullable=False, server_default="held"),
        sa.Column("shown_as", sa.Text(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False, server_default="0"),
        sa.CheckConstraint("state IN ('held', 'released', 'hidden')", name="state_known"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("room_words", "tallies", "risk_events", "contributions", "dialogues"):
        op.drop_table(table)
