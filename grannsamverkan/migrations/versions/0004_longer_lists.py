"""Indexes for lists that come in pages, and for the mails of a thing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index("ix_mail_subject", ["subject_kind", "subject_id"], unique=False)

    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_municipality_state"))
        batch_op.create_index(
            "ix_sign_municipality_state", ["municipality_id", "state", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_sign_municipality_created", ["municipality_id", "created_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_municipality_created")
        batch_op.drop_index("ix_sign_municipality_state")
        batch_op.create_index(
            batch_op.f("ix_sign_municipality_state"), ["municipality_id", "state"], unique=False
        )

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_subject")
