"""Translation: comments, who reviewed what, and workbooks that were read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comments",
        *_of_a_text(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.String(25), nullable=False),
    )
    op.create_table(
        "reviewed",
        *_of_a_text(),
        sa.Column("band", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("reviewed_at", sa.String(25), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name="digest_is_128_bits"),
        sa.UniqueConstraint("draft_id", "place", "language", "band"),
    )
    consultation = sa.ForeignKey("consultations.id")
    op.create_table(
        "sheet_imports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("consultation_id", sa.Integer(), consultation, nullable=False, index=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("document", sa.JSON()),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.String(25), nullable=False),
    )


def _of_a_text() -> "tuple[sa.Column[object], ...]":
    """Give the columns that say which text of which draft, and who."""
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("drafts.id"), nullable=False, index=True),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
    )


def downgrade() -> None:
    for table in ("sheet_imports", "reviewed", "comments"):
        op.drop_table(table)
