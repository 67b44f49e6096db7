"""review_queue_and_undo"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    # Signs wait since their newest photos were sent, else since they were planned.
    op.add_column("sign", sa.Column("waits_since", MOMENT, nullable=True))
    op.execute(
        "UPDATE sign SET waits_since = coalesce("
        "(SELECT max(sent_at) FROM photo_set"
        " WHERE photo_set.sign_id = sign.id AND photo_set.task_id IS NULL), created_at)"
    )
    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.alter_column("waits_since", existing_type=MOMENT, nullable=False)
        batch_op.add_column(sa.Column("assigned_to", ID, nullable=True))
        batch_op.create_index(batch_op.f("ix_sign_assigned_to"), ["assigned_to"], unique=False)
        batch_op.create_index(
            "ix_sign_queue", ["municipality_id", "state", "waits_since", "id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sign_assigned_to"), "user", ["assigned_to"], ["id"]
        )

    with op.batch_alter_table("sign_decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undo_until", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("job_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("before", DOCUMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_decision", schema=None) as batch_op:
        batch_op.drop_column("before")
        batch_op.drop_column("job_id")
        batch_op.drop_column("undo_until")

    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sign_assigned_to"), type_="foreignkey")
        batch_op.drop_index("ix_sign_queue")
        batch_op.drop_index(batch_op.f("ix_sign_assigned_to"))
        batch_op.drop_column("assigned_to")
        batch_op.drop_column("waits_since")
