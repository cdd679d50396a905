"""What comes back to children: influence in every language, whether it was clear, reviews of drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NEW = (
    "wordings", "review_replies", "review_notes", "review_counts", "reviews", "clear_looks", "clear_counts",
    "feedback_pools", "influence_words",
)  # fmt: skip


def upgrade() -> None:
    # In which language a line was written was not asked before; "" says that.
    with op.batch_alter_table("influences") as table:
        table.add_column(sa.Column("language", sa.String(16), nullable=False, server_default=sa.text("''")))
    told()
    clear()
    reviews()
    replies()


def told() -> None:
    op.create_table(
        "influence_words",
        sa.Column("influence_id", sa.Integer(), sa.ForeignKey("influences.id"), primary_key=True),
        sa.Column("language", sa.String(16), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("said", "what", "because", "place")),
        sa.CheckConstraint("said <> ''", name="said_something"),
        sa.CheckConstraint("what <> ''", name="what_followed"),
    )
    op.create_table(
        "feedback_pools",
        sa.Column("name", sa.String(24), primary_key=True),
        sa.Column("generation", sa.String(64), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )


def clear() -> None:
    op.create_table(
        "clear_counts",
        sa.Column("release_id", sa.Integer(), sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("language", sa.String(16), primary_key=True),
        sa.Column("band", sa.String(32), primary_key=True),
        sa.Column("face", sa.String(1), primary_key=True),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.CheckConstraint("face IN ('1', '2', '3')", name="face_known"),
        sa.CheckConstraint("children >= 0", name="no_negative_count"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "clear_looks",
        sa.Column("release_id", sa.Integer(), sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("cells", sa.JSON(), nullable=False),
    )


def reviews() -> None:
    links = (("consultation_id", "consultations.id"), ("wave_id", "waves.id"), ("release_id", "releases.id"))
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(
            sa.Column(name, sa.Integer(), sa.ForeignKey(other), nullable=False, index=True)
            for name, other in links
        ),
        sa.Column("code", sa.String(12), unique=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("ended_on", sa.Date()),
    )
    op.create_table(
        "review_counts",
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("language", sa.String(16), primary_key=True),
        sa.Column("band", sa.String(32), primary_key=True),
        sa.Column("part", sa.String(64), primary_key=True),
        sa.Column("verdict", sa.String(12), primary_key=True),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.CheckConstraint("verdict IN ('clear', 'not_clear', 'not_true', '')", name="verdict_known"),
        sa.CheckConstraint("children >= 0", name="no_negative_count"),
        sqlite_with_rowid=False,
    )


def replies() -> None:
    op.create_table(
        "review_notes",
        sa.Column("id", sa.LargeBinary(), primary_key=True),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id"), nullable=False, index=True),
        sa.Column("part", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False, server_default="held"),
        sa.CheckConstraint("length(id) = 16", name="id_is_random"),
        sa.CheckConstraint("state IN ('held', 'cleared')", name="state_known"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_replies",
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("part", sa.String(64), primary_key=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.CheckConstraint("reply <> ''", name="says_something"),
    )
    op.create_table(
        "wordings",
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), primary_key=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("written_on", sa.Date(), nullable=False),
    )


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
    with op.batch_alter_table("influences") as table:
        table.drop_column("language")
