"""Which round's freezes carry a dialogue, so that no two rounds do."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dialogues") as batch:
        batch.add_column(sa.Column("frozen_with", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_dialogues_frozen_with_waves", "waves", ["frozen_with"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("dialogues") as batch:
        batch.drop_constraint("fk_dialogues_frozen_with_waves", type_="foreignkey")
        batch.drop_column("frozen_with")
