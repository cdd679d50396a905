"""The first tables: the office's, the way in, and what children said."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    office()
    waves()
    way_in()
    voices()


def office() -> None:
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(32), nullable=False, unique=True),
    )
    op.create_table(
        "questionnaires",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
        sa.UniqueConstraint("name", "version"),
    )
    op.create_table(
        "help_contacts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("country", sa.String(2), nullable=False, index=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.CheckConstraint("country = '' OR length(country) = 2", name="country_is_alpha2"),
        sa.CheckConstraint("country = upper(country)", name="country_in_capitals"),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.CheckConstraint("phone <> '' OR url <> ''", name="can_be_reached"),
    )


def waves() -> None:
    op.create_table(
        "waves",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), sa.ForeignKey("questionnaires.id"), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("code", sa.String(32), nullable=False, unique=True),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("keys", sa.String(16), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("deleted_on", sa.Date()),
        sa.CheckConstraint("state IN ('open', 'closed')", name="state_known"),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_its_day"),
        sa.CheckConstraint("closed_on >= opened_on", name="closed_after_opened"),
        sa.CheckConstraint("promised_on >= opened_on", name="promised_after_opened"),
        sa.CheckConstraint("delete_on > opened_on", name="deleted_after_opened"),
        sa.CheckConstraint("deleted_on IS NULL OR state = 'closed'", name="deleted_only_when_closed"),
        sa.CheckConstraint("length(keys) = 16", name="keys_named"),
        sa.UniqueConstraint("consultation_id", "name"),
    )
    op.create_table(
        "freezes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=False),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.CheckConstraint("length(manifest_sha256) = 64", name="digest_is_sha256"),
    )


def way_in() -> None:
    op.create_table(
        "pool",
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), primary_key=True, autoincrement=False),
        sa.Column("store", sa.String(9), primary_key=True),
        sa.Column("generation", sa.String(64), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("store IN ('responses', 'texts')", name="store_known"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "spent_keys",
        sa.Column("digest", sa.LargeBinary(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name="digest_is_sha256"),
        sqlite_with_rowid=False,
    )


def voices() -> None:
    op.create_table(
        "responses",
        sa.Column("id", sa.LargeBinary(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("gender", sa.String(32), nullable=False),
        sa.Column("region", sa.String(32), nullable=False),
        sa.Column("country", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name="id_is_random"),
        sa.CheckConstraint("band <> ''", name="band_given"),
        sa.CheckConstraint("channel IN ('web', 'kiosk', 'paper', 'dialogue', 'sms')", name="channel_known"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_responses_wave_id_id", "responses", ["wave_id", "id"])
    op.create_table(
        "texts",
        sa.Column("id", sa.LargeBinary(), primary_key=True),
        sa.Column("wave_id", sa.Integer(), sa.ForeignKey("waves.id"), nullable=False),
        sa.Column("question", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False, server_default="held"),
        sa.CheckConstraint("length(id) = 16", name="id_is_random"),
        sa.CheckConstraint("text <> ''", name="not_empty"),
        sa.CheckConstraint("state IN ('held', 'cleared', 'refused')", name="state_known"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_texts_wave_id_id", "texts", ["wave_id", "id"])


def downgrade() -> None:
    for table in ("texts", "responses", "spent_keys", "pool", "freezes", "waves"):
        op.drop_table(table)
    for table in ("help_contacts", "questionnaires", "consultations"):
        op.drop_table(table)
