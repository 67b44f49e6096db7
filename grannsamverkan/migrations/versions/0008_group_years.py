"""group_years"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
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
        "group_life_note",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_group_life_note_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_group_life_note_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_life_note")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("group_life_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_life_note_group_id"), ["group_id"], unique=False)

    op.create_table(
        "group_year",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("dwellings", sa.Integer(), nullable=True),
        sa.Column("joined", sa.Integer(), nullable=True),
        sa.Column("declined", sa.Integer(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("signs", sa.String(length=10), nullable=True),
        sa.Column("confirmed_by", ID, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["user.id"], name=op.f("fk_group_year_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_group_year_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_group_year_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_year")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("group_year", schema=None) as batch_op:
        batch_op.create_index("ix_group_year_group", ["group_id", "began_on"], unique=False)
        batch_op.create_index(
            "uq_group_year_open",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "year_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("year_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_year_link_municipality_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_year_link_user_id")),
        sa.ForeignKeyConstraint(["year_id"], ["group_year.id"], name=op.f("fk_year_link_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_year_link_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("year_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_link_year_id"), ["year_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("year_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_link_year_id"))

    op.drop_table("year_link")
    with op.batch_alter_table("group_year", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_year_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_group_year_group")

    op.drop_table("group_year")
    with op.batch_alter_table("group_life_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_life_note_group_id"))

    op.drop_table("group_life_note")
