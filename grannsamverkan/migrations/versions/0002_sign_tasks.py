"""sign_tasks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "sign_task",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sign_task_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_sign_task_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_task")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sign_task_municipality_state", ["municipality_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_task_sign_id"), ["sign_id"], unique=False)

    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.add_column(sa.Column("task_id", ID, nullable=True))
        batch_op.create_index(batch_op.f("ix_photo_set_task_id"), ["task_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_photo_set_task_id"), "sign_task", ["task_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_photo_set_task_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_photo_set_task_id"))
        batch_op.drop_column("task_id")

    with op.batch_alter_table("sign_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_task_sign_id"))
        batch_op.drop_index("ix_sign_task_municipality_state")

    op.drop_table("sign_task")
