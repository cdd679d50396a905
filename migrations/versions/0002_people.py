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


def downgrade() -> None:
    for table in ("acts", "roles", "accounts"):
        op.drop_table(table)
