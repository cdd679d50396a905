"""Moderation: what becomes of free text, who read it, and the themes two people found in it."""

from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD = "state IN ('held', 'cleared', 'refused')"
NEW = "state IN ('held', 'proposed', 'cleared', 'set_aside', 'passed', 'resolved')"
REASON = "(state = 'set_aside') = (reason IS NOT NULL)"


def upgrade() -> None:
    with _texts(OLD, 8) as batch:
        batch.drop_constraint("state_known", type_="check")
        batch.alter_column("state", existing_type=sa.String(8), type_=sa.String(9))
        batch.add_column(sa.Column("wording", sa.Text()))
        batch.add_column(sa.Column("reason", sa.String(16)))
    op.execute("UPDATE texts SET state = 'set_aside', reason = 'other' WHERE state = 'refused'")
    with _texts(None, 9, *_added()) as batch:
        batch.create_check_constraint("state_known", NEW)
        batch.create_check_constraint("set_aside_with_a_reason", REASON)
        batch.create_check_constraint("wording_not_empty", "wording <> ''")
    op.create_index(
        "ix_texts_wave_id_state_question_language_id",
        "texts",
        ["wave_id", "state", "question", "language", "id"],
    )
    _reading()
    _coding()


def _added() -> list[sa.Column]:
    return [
        sa.Column("wording", sa.Text()),
        sa.Column("reason", sa.String(16)),
    ]


def _texts(state: str | None, length: int, *more: sa.schema.SchemaItem) -> AbstractContextManager[Any]:
    """Change the table of texts, which SQLite copies and must copy without a rowid."""
    table = sa.Table(
        "texts",
        sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention),
        sa.Column("id", sa.LargeBinary(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False),
        sa.Column("question", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length), nullable=False, server_default="held"),
        sa.CheckConstraint("length(id) = 16", name="id_is_random"),
        sa.CheckConstraint("text <> ''", name="not_empty"),
        sa.Index("ix_texts_wave_id_id", "wave_id", "id"),
        *([sa.CheckConstraint(state, name="state_known")] if state else []),
        *more,
    )
    return op.batch_alter_table("texts", copy_from=table, table_kwargs={"sqlite_with_rowid": False})


def _reading() -> None:
    op.create_table(
        "readings",
        sa.Column("text_id", sa.LargeBinary(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.Column("first_by", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("second_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.CheckConstraint("length(text_id) = 16", name="id_is_random"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "moderation_days",
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("act", sa.String(12), primary_key=True),
        sa.Column("reason", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_table(
        "local_names",
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), primary_key=True),
        sa.Column("names", sa.Text(), nullable=False),
    )


def _coding() -> None:
    op.create_table(
        "codings",
        sa.Column("text_id", sa.LargeBinary(), primary_key=True),
        sa.Column("coder", sa.String(6), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False, index=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(text_id) = 16", name="id_is_random"),
        sa.CheckConstraint("coder IN ('first', 'second', 'agreed')", name="coder_known"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False),
        sa.Column("question", sa.String(32), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.UniqueConstraint("consultation_id", "question", "name"),
    )
    op.create_table(
        "coders",
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), primary_key=True),
        sa.Column("question", sa.String(32), primary_key=True),
        sa.Column("coder", sa.String(6), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False),
        sa.CheckConstraint("coder IN ('first', 'second')", name="coder_known"),
        sa.UniqueConstraint("consultation_id", "question", "account_id"),
    )


def downgrade() -> None:
    for table in ("coders", "themes", "codings", "local_names", "moderation_days", "readings"):
        op.drop_table(table)
    op.drop_index("ix_texts_wave_id_state_question_language_id", "texts")
    added = [
        *_added(),
        sa.CheckConstraint(NEW, name="state_known"),
        sa.CheckConstraint(REASON, name="set_aside_with_a_reason"),
        sa.CheckConstraint("wording <> ''", name="wording_not_empty"),
    ]
    with _texts(None, 9, *added) as batch:
        for name in ("state_known", "set_aside_with_a_reason", "wording_not_empty"):
            batch.drop_constraint(name, type_="check")
        batch.drop_column("wording")
        batch.drop_column("reason")
    op.execute("UPDATE texts SET state = 'refused' WHERE state IN ('set_aside', 'passed', 'resolved')")
    op.execute("UPDATE texts SET state = 'held' WHERE state = 'proposed'")
    with _texts(None, 9) as batch:
        batch.alter_column("state", existing_type=sa.String(9), type_=sa.String(8))
        batch.create_check_constraint("state_known", OLD)
