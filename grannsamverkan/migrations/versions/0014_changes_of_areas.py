"""changes of areas"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
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
        "area_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("area_wkb", sa.LargeBinary(), nullable=False),
        sa.Column("streets", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_area_change_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_area_change_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("area_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_change_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "uq_area_change_open",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("area_change", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_area_change_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_area_change_group_id"))

    op.drop_table("area_change")
