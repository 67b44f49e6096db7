"""certificates"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
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
        "training_certificate",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("told_over_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_for", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_training_certificate_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["training_edition.id"], name=op.f("fk_training_certificate_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_training_certificate_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_certificate")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_training_certificate_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_certificate_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_certificate_municipality_id_valid_until"),
            ["municipality_id", "valid_until"],
            unique=False,
        )

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trained_until", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("training_over", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.alter_column("training_over", server_default=None)

    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        # Editions from before asked three questions, all they had.
        batch_op.add_column(sa.Column("draw", sa.Integer(), nullable=False, server_default="3"))
        batch_op.add_column(sa.Column("pass_mark", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("owner", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("licence", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        for column in ("draw", "owner", "licence"):
            batch_op.alter_column(column, server_default=None)

    with op.batch_alter_table("training_assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("drawn", DOCUMENT, nullable=True))
        batch_op.add_column(sa.Column("last_drawn", DOCUMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("training_assignment", schema=None) as batch_op:
        batch_op.drop_column("last_drawn")
        batch_op.drop_column("drawn")
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        for column in (
            "valid_until",
            "valid_from",
            "licence",
            "owner",
            "minutes",
            "pass_mark",
            "draw",
        ):
            batch_op.drop_column(column)
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_column("training_over")
        batch_op.drop_column("trained_until")
    op.drop_table("training_certificate")
