"""streets have a length, and a name is required: on SQLite the table is copied"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("street") as batch:
        batch.add_column(sa.Column("length_m", sa.Integer, nullable=True))
        batch.alter_column("name", nullable=False, existing_type=sa.String(40))


def downgrade() -> None:
    with op.batch_alter_table("street") as batch:
        batch.alter_column("name", nullable=True, existing_type=sa.String(40))
        batch.drop_column("length_m")
