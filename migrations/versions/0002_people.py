"""Staff: accounts, roles and the log of their acts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLES = "('coordinator', 'translator', 'moderator', 'analyst', 'safeguarding', 'facilitator')"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name="email_in_small_letters"),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), nullable=False, index=True
        ),
        sa.Column("role", sa.String(12), nullable=False),
        sa.CheckConstraint(f"role IN {ROLES}", name="role_known"),
        sa.UniqueConstraint("account_id", "consultation_id", "role"),
    )
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("done_at", sa.String(25), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), index=True),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
    )
    _more()


def _more() -> None:
    """Sessions, second steps, invitations, delays and settings."""
    op.create_table(
        "sittings",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), index=True),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        sa.Column("began_at", sa.String(25), nullable=False),
        sa.Column("used_at", sa.String(25), nullable=False),
        sa.Column("proved_at", sa.String(25), nullable=False),
        sa.Column("second_step", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
    )
    op.create_table(
        "generators",
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("credential", sa.String(1400), nullable=False, unique=True),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(25), nullable=False),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False, index=True),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultations.id"), index=True),
        sa.Column("invited_by", sa.Integer(), sa.ForeignKey("accounts.id")),
        sa.Column("expires_at", sa.String(25), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'used', 'withdrawn')", name="state_known"),
        sa.CheckConstraint("email = lower(email)", name="email_in_small_letters"),
    )
    op.create_table(
        "delays",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", sa.String(25), nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    for table in (
        "settings",
        "delays",
        "invitations",
        "recovery_codes",
        "passkeys",
        "generators",
        "sittings",
        "acts",
        "roles",
        "accounts",
    ):
        op.drop_table(table)
