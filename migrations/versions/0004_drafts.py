"""Drafts of questionnaires: every saved step, and texts read aloud."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = "('audio/ogg', 'audio/mpeg', 'audio/wav', 'audio/mp4')"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False, index=True
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.String(25), nullable=False),
        sa.Column("updated_by", sa.Integer(), sa.ForeignKey("accounts.id")),
    )
    op.create_table(
        "draft_steps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("drafts.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("saved_at", sa.String(25), nullable=False),
        sa.UniqueConstraint("draft_id", "number"),
    )
    op.create_table(
        "sounds",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="digest_is_sha256"),
        sa.CheckConstraint(f"kind IN {KINDS}", name="kind_known"),
    )
    _read_aloud("recordings", sa.Column("words", sa.Text(), nullable=False))
    _read_aloud("spoken")


def _read_aloud(table: str, *more: "sa.Column[str]") -> None:
    """Make the table of what is read aloud in a draft, and in a questionnaire that was opened."""
    draft = sa.Column("draft_id", sa.Integer(), sa.ForeignKey("drafts.id"), nullable=False, index=True)
    opened = sa.Column("digest", sa.String(64), nullable=False, index=True)
    owner = draft if table == "recordings" else opened
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), primary_key=True),
        owner,
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("band", sa.String(16), nullable=False),
        *more,
        sa.Column("sound", sa.String(64), sa.ForeignKey("sounds.sha256"), nullable=False),
        sa.UniqueConstraint(owner.name, "place", "language", "band"),
    )


def downgrade() -> None:
    for table in ("spoken", "recordings", "sounds", "draft_steps", "drafts"):
        op.drop_table(table)
