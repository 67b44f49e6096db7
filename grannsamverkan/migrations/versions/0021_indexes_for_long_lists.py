"""indexes_for_long_lists"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
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
        batch_op.create_index(
            "ix_sign_group_created", ["municipality_id", "group_id", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_sign_number", ["municipality_id", "post_number", "code"], unique=False
        )
        batch_op.create_index("ix_sign_spot", ["municipality_id", "x", "y"], unique=False)

    with op.batch_alter_table("sign_task", schema=None) as batch_op:
        batch_op.create_index("ix_sign_task_state_due", ["state", "due_on"], unique=False)

    with op.batch_alter_table("watch_group", schema=None) as batch_op:
        batch_op.create_index(
            "ix_watch_group_spot",
            [
                "municipality_id",
                "minx",
                "maxx",
                "miny",
                "maxy",
                "state",
                "police_area_id",
                "submitted_at",
            ],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("watch_group", schema=None) as batch_op:
        batch_op.drop_index("ix_watch_group_spot")

    with op.batch_alter_table("sign_task", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_task_state_due")

    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_spot")
        batch_op.drop_index("ix_sign_number")
        batch_op.drop_index("ix_sign_group_created")
