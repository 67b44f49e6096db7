"""verdicts_on_sight_lines"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
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
        "post_sight",
        sa.Column("post_id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("ok_from", sa.Double(), nullable=True),
        sa.Column("told", DOCUMENT, nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_post_sight_municipality_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_sight_post_id")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_post_sight")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("post_sight", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_post_sight_municipality_id_basis"),
            ["municipality_id", "basis"],
            unique=False,
        )

    op.create_table(
        "sign_sight",
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("ok_from", sa.Double(), nullable=True),
        sa.Column("told", DOCUMENT, nullable=False),
        sa.Column("answer", DOCUMENT, nullable=False),
        sa.Column("height_from", sa.String(length=8), nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("before", DOCUMENT, nullable=True),
        sa.Column("changed_for", DOCUMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sign_sight_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_sign_sight_sign_id")),
        sa.PrimaryKeyConstraint("sign_id", name=op.f("pk_sign_sight")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_sight", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_sight_municipality_id_changed_at"),
            ["municipality_id", "changed_at"],
            unique=False,
        )

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("view_on_drawing", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.alter_column("view_on_drawing", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("view_on_drawing")

    with op.batch_alter_table("sign_sight", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_sight_municipality_id_changed_at"))

    op.drop_table("sign_sight")
    with op.batch_alter_table("post_sight", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_sight_municipality_id_basis"))

    op.drop_table("post_sight")
