"""photos_by_mail_and_texts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
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
        "mailbox",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("municipality_id", ID, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_mailbox_municipality_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mailbox")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("text_sv", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("change", sa.String(length=300), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_notice_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "municipality_id",
            "kind",
            "version",
            name=op.f("uq_notice_municipality_id_kind_version"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbound_mail",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("mailbox", sa.String(length=200), nullable=False),
        sa.Column("uid_validity", ID, nullable=False),
        sa.Column("uid", ID, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("moves", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=True),
        sa.Column("message_id", sa.String(length=260), nullable=False),
        sa.Column("sender_sealed", sa.Text(), nullable=True),
        sa.Column("sender_hash", sa.String(length=32), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answerable", sa.Boolean(), nullable=False),
        sa.Column("left_out", DOCUMENT, nullable=False),
        sa.Column("candidates", DOCUMENT, nullable=False),
        sa.Column("sign_id", ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("receipt_id", ID, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_inbound_mail_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["mail.id"], name=op.f("fk_inbound_mail_receipt_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_inbound_mail_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_mail")),
        sa.UniqueConstraint(
            "mailbox", "uid_validity", "uid", name=op.f("uq_inbound_mail_mailbox_uid_validity_uid")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inbound_mail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inbound_mail_fingerprint"), ["fingerprint"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbound_mail_municipality_id_state"),
            ["municipality_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_inbound_mail_received_at"), ["received_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbound_mail_sender_hash_received_at"),
            ["sender_hash", "received_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_inbound_mail_sign_id"), ["sign_id"], unique=False)

    op.create_table(
        "inbound_photo",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("mail_id", ID, nullable=False),
        sa.Column("original", sa.String(length=64), nullable=True),
        sa.Column("stored", sa.String(length=64), nullable=True),
        sa.Column("thumb", sa.String(length=64), nullable=True),
        sa.Column("refusal", sa.String(length=20), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("codes", DOCUMENT, nullable=False),
        sa.Column("advice", DOCUMENT, nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["inbound_mail.id"], name=op.f("fk_inbound_photo_mail_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_inbound_photo_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_photo")),
        sa.UniqueConstraint("mail_id", "original", name=op.f("uq_inbound_photo_mail_id_original")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inbound_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbound_photo_mail_id"), ["mail_id"], unique=False)

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("answers", sa.String(length=260), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("reply_to", sa.String(length=254), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_column("reply_to")
        batch_op.drop_column("answers")

    with op.batch_alter_table("inbound_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbound_photo_mail_id"))

    op.drop_table("inbound_photo")
    with op.batch_alter_table("inbound_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbound_mail_sign_id"))
        batch_op.drop_index(batch_op.f("ix_inbound_mail_sender_hash_received_at"))
        batch_op.drop_index(batch_op.f("ix_inbound_mail_received_at"))
        batch_op.drop_index(batch_op.f("ix_inbound_mail_municipality_id_state"))
        batch_op.drop_index(batch_op.f("ix_inbound_mail_fingerprint"))

    op.drop_table("inbound_mail")
    op.drop_table("notice")
    op.drop_table("mailbox")
