"""printed matter in orders"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("sign_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dwellings", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("entrances", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("more_because", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("supplier", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("reference", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("delivered_on", sa.Date(), nullable=True))
    with op.batch_alter_table("sign_order", schema=None) as batch_op:
        for column in ("more_because", "supplier", "reference"):
            batch_op.alter_column(column, server_default=None)

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("delivered", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.alter_column("delivered", server_default=None)

    op.create_table(
        "printed_matter",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("name_sv", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("about_sv", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("per", sa.String(length=10), nullable=False),
        sa.Column("factor", sa.Double(), nullable=False),
        sa.Column("opens", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_printed_matter_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_matter")),
        sa.UniqueConstraint(
            "municipality_id", "code", name=op.f("uq_printed_matter_municipality_id_code")
        ),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "order_receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.String(length=120), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_order_receipt_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sign_order.id"], name=op.f("fk_order_receipt_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_receipt")),
        sa.UniqueConstraint("order_id", name=op.f("uq_order_receipt_order_id")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "order_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_order_link_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sign_order.id"], name=op.f("fk_order_link_order_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_order_link_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_order_link_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("order_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_link_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_link_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("order_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_link_user_id"))
        batch_op.drop_index(batch_op.f("ix_order_link_order_id"))
    op.drop_table("order_link")
    op.drop_table("order_receipt")
    op.drop_table("printed_matter")
    # Printed matter is nothing to the program of before.
    op.execute(
        "DELETE FROM order_line WHERE order_id IN (SELECT id FROM sign_order WHERE kind <> 'signs')"
    )
    op.execute("DELETE FROM sign_order WHERE kind <> 'signs'")
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_column("delivered")
        batch_op.drop_column("asked")
    with op.batch_alter_table("sign_order", schema=None) as batch_op:
        for column in (
            "delivered_on",
            "reference",
            "supplier",
            "more_because",
            "entrances",
            "dwellings",
        ):
            batch_op.drop_column(column)
