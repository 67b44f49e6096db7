"""bulletins"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
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
        "bulletin",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("code", sa.String(length=28), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("aim", sa.String(length=12), nullable=False),
        sa.Column("area_wkb", sa.LargeBinary(), nullable=True),
        sa.Column("warned", DOCUMENT, nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("correction_en", sa.Text(), nullable=False),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_by", ID, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", ID, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_bulletin_created_by")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_bulletin_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["user.id"], name=op.f("fk_bulletin_sent_by")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["user.id"], name=op.f("fk_bulletin_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("code", name=op.f("uq_bulletin_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bulletin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulletin_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bulletin_municipality_id_state_sent_at"),
            ["municipality_id", "state", "sent_at"],
            unique=False,
        )

    op.create_table(
        "bulletin_choice",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_bulletin_choice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_choice")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_bulletin_choice_token_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_bulletin_choice_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bulletin_group",
        sa.Column("bulletin_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_group_bulletin_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_bulletin_group_group_id")
        ),
        sa.PrimaryKeyConstraint("bulletin_id", "group_id", name=op.f("pk_bulletin_group")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bulletin_police_area",
        sa.Column("bulletin_id", ID, nullable=False),
        sa.Column("police_area_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_police_area_bulletin_id")
        ),
        sa.ForeignKeyConstraint(
            ["police_area_id"],
            ["police_area.id"],
            name=op.f("fk_bulletin_police_area_police_area_id"),
        ),
        sa.PrimaryKeyConstraint(
            "bulletin_id", "police_area_id", name=op.f("pk_bulletin_police_area")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bulletin_passing",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("bulletin_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_passing_bulletin_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_bulletin_passing_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_bulletin_passing_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_bulletin_passing_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_passing")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bulletin_passing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bulletin_passing_bulletin_id_group_id_channel"),
            ["bulletin_id", "group_id", "channel"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_bulletin_passing_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bulletin_passing_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "bulletin_receiver",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("bulletin_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("mail_id", ID, nullable=True),
        sa.Column("correction_mail_id", ID, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_receiver_bulletin_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_bulletin_receiver_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["correction_mail_id"],
            ["mail.id"],
            name=op.f("fk_bulletin_receiver_correction_mail_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_bulletin_receiver_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail.id"], name=op.f("fk_bulletin_receiver_mail_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_bulletin_receiver_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_bulletin_receiver_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_receiver")),
        sa.UniqueConstraint(
            "bulletin_id", "contact_id", name=op.f("uq_bulletin_receiver_bulletin_id_contact_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bulletin_receiver", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bulletin_receiver_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bulletin_receiver_correction_mail_id"),
            ["correction_mail_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_bulletin_receiver_group_id"), ["group_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bulletin_receiver_mail_id"), ["mail_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bulletin_receiver_user_id_bulletin_id"),
            ["user_id", "bulletin_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_bulletin_receiver_way_mail_id_user_id"),
            ["way", "mail_id", "user_id"],
            unique=False,
        )

    op.create_table(
        "contact_channel",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_channel_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_channel")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_contact_channel_contact_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unsubscribe", sa.String(length=260), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_column("unsubscribe")

    op.drop_table("contact_channel")
    with op.batch_alter_table("bulletin_receiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulletin_receiver_way_mail_id_user_id"))
        batch_op.drop_index(batch_op.f("ix_bulletin_receiver_user_id_bulletin_id"))
        batch_op.drop_index(batch_op.f("ix_bulletin_receiver_mail_id"))
        batch_op.drop_index(batch_op.f("ix_bulletin_receiver_group_id"))
        batch_op.drop_index(batch_op.f("ix_bulletin_receiver_correction_mail_id"))
        batch_op.drop_index(batch_op.f("ix_bulletin_receiver_contact_id"))

    op.drop_table("bulletin_receiver")
    with op.batch_alter_table("bulletin_passing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulletin_passing_group_id"))
        batch_op.drop_index(batch_op.f("ix_bulletin_passing_contact_id"))
        batch_op.drop_index(batch_op.f("ix_bulletin_passing_bulletin_id_group_id_channel"))

    op.drop_table("bulletin_passing")
    op.drop_table("bulletin_police_area")
    op.drop_table("bulletin_group")
    op.drop_table("bulletin_choice")
    with op.batch_alter_table("bulletin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulletin_municipality_id_state_sent_at"))
        batch_op.drop_index(batch_op.f("ix_bulletin_created_by"))

    op.drop_table("bulletin")
