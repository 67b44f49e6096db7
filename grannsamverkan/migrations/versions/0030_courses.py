"""courses of several modules"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        # Until now all material was the contact persons' training.
        batch_op.add_column(
            sa.Column("trains", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        batch_op.alter_column("trains", server_default=None)

    op.create_table(
        "training_module",
        sa.Column("id", ID, nullable=False),
        sa.Column("course_id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["training_edition.id"], name=op.f("fk_training_module_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["training_edition.id"], name=op.f("fk_training_module_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_module")),
        sa.UniqueConstraint(
            "course_id", "edition_id", name=op.f("uq_training_module_course_id_edition_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_module", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_module_edition_id"), ["edition_id"], unique=False
        )

    op.create_table(
        "training_module_read",
        sa.Column("id", ID, nullable=False),
        sa.Column("assignment_id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["training_assignment.id"],
            name=op.f("fk_training_module_read_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["training_edition.id"], name=op.f("fk_training_module_read_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_module_read")),
        sa.UniqueConstraint(
            "assignment_id",
            "edition_id",
            name=op.f("uq_training_module_read_assignment_id_edition_id"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_module_read", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_module_read_edition_id"), ["edition_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("training_module_read")
    op.drop_table("training_module")
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        batch_op.drop_column("trains")
