"""photo_receipts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
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
        "photo_receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sender_key", sa.String(length=40), nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("content", sa.String(length=71), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_receipt_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_photo_receipt_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_receipt")),
        sa.UniqueConstraint("sender_key", name=op.f("uq_photo_receipt_sender_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("photo_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_receipt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_receipt_sign_id"), ["sign_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("photo_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_receipt_sign_id"))
        batch_op.drop_index(batch_op.f("ix_photo_receipt_at"))

    op.drop_table("photo_receipt")
