"""slips_for_dwellings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invited_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.drop_column("invited_on")
