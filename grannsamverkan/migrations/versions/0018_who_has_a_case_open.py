"""who_has_a_case_open"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
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
        "case_visit",
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_case_visit_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_case_visit_sign_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_case_visit_user_id")),
        sa.PrimaryKeyConstraint("sign_id", "user_id", name=op.f("pk_case_visit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("case_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_visit_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_visit_user_id"))

    op.drop_table("case_visit")
