"""the_map_reads_one_index"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_spot"))
        batch_op.create_index("ix_sign_spot", ["municipality_id", "x", "y", "state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_spot")
        batch_op.create_index(
            batch_op.f("ix_sign_spot"), ["municipality_id", "x", "y"], unique=False
        )
