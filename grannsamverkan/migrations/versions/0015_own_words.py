"""A municipality's own words, and what it has changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
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
        "own_text",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_own_text_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_text")),
        sa.UniqueConstraint(
            "municipality_id",
            "key",
            "language",
            name=op.f("uq_own_text_municipality_id_key_language"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "place_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("old", DOCUMENT, nullable=True),
        sa.Column("new", DOCUMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_place_change_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("place_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_place_change_municipality_id_what"),
            ["municipality_id", "what"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("place_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_change_municipality_id_what"))

    op.drop_table("place_change")
    op.drop_table("own_text")
