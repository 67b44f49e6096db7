"""households_kept_by_contact_persons"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
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
        "dwelling",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("place_key", sa.String(length=141), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("how", sa.String(length=10), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("consent_version", sa.String(length=20), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_dwelling_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_dwelling_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dwelling")),
        sa.UniqueConstraint("group_id", "place_key", name=op.f("uq_dwelling_group_id_place_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_dwelling_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dwelling_group_id"), ["group_id"], unique=False)

    op.create_table(
        "household_invitation",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_household_invitation_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_household_invitation_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_household_invitation_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("household_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_household_invitation_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "household_list",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("counts_since", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_household_list_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_household_list_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_list")),
        sa.UniqueConstraint("group_id", name=op.f("uq_household_list_group_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "participation_fall",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("below_pct", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_participation_fall_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_participation_fall_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_fall")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("participation_fall", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participation_fall_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "spoken_agreement",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("kept_by", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_spoken_agreement_group_id")
        ),
        sa.ForeignKeyConstraint(["kept_by"], ["user.id"], name=op.f("fk_spoken_agreement_kept_by")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_spoken_agreement_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken_agreement")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("spoken_agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_spoken_agreement_group_id"), ["group_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_spoken_agreement_kept_by"), ["kept_by"], unique=False)

    op.create_table(
        "household_join",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("invitation_id", ID, nullable=False),
        sa.Column("network_key", sa.String(length=64), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["household_invitation.id"],
            name=op.f("fk_household_join_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_household_join_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_join")),
        sa.UniqueConstraint("form_hash", name=op.f("uq_household_join_form_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("household_join", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_join_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_household_join_invitation_id"), ["invitation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_household_join_network_key_at"), ["network_key", "at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("household_join", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_join_network_key_at"))
        batch_op.drop_index(batch_op.f("ix_household_join_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_household_join_at"))

    op.drop_table("household_join")
    with op.batch_alter_table("spoken_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spoken_agreement_kept_by"))
        batch_op.drop_index(batch_op.f("ix_spoken_agreement_group_id"))

    op.drop_table("spoken_agreement")
    with op.batch_alter_table("participation_fall", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_fall_group_id"))

    op.drop_table("participation_fall")
    op.drop_table("household_list")
    with op.batch_alter_table("household_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_invitation_group_id"))

    op.drop_table("household_invitation")
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dwelling_group_id"))

    op.drop_table("dwelling")
