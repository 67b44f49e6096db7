"""photos_and_what_they_show"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
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
        "rust_model",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=False),
        sa.Column("figures", DOCUMENT, nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("learnt_at", MOMENT, nullable=False),
        sa.Column("switched_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_rust_model_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["switched_by"], ["user.id"], name=op.f("fk_rust_model_switched_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rust_model")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rust_model", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rust_model_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "sign_artwork",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=False),
        sa.Column("width_mm", sa.Double(), nullable=False),
        sa.Column("height_mm", sa.Double(), nullable=False),
        sa.Column("number_box", DOCUMENT, nullable=True),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("added_by", ID, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["user.id"], name=op.f("fk_sign_artwork_added_by")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sign_artwork_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_artwork")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_artwork", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_artwork_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "photo_evidence",
        sa.Column("photo_id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("found", DOCUMENT, nullable=False),
        sa.Column("close_up", sa.String(length=64), nullable=True),
        sa.Column("looked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_evidence_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_photo_evidence_photo_id")
        ),
        sa.PrimaryKeyConstraint("photo_id", name=op.f("pk_photo_evidence")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "photo_label",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("photo_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("places", DOCUMENT, nullable=False),
        sa.Column("by_user", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_user"], ["user.id"], name=op.f("fk_photo_label_by_user")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_label_municipality_id")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_label_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_label")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("photo_label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_label_photo_id"), ["photo_id"], unique=False)

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gravity", DOCUMENT, nullable=True))
    # Pictures from before are not covered: nobody sees them until the worker has looked.
    op.execute("UPDATE photo SET state = 'covering' WHERE state = 'ready'")


def downgrade() -> None:
    op.execute("UPDATE photo SET state = 'ready' WHERE state = 'covering' AND stored IS NOT NULL")
    op.execute("UPDATE photo SET state = 'received' WHERE state = 'covering'")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_column("gravity")

    with op.batch_alter_table("photo_label", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_label_photo_id"))

    op.drop_table("photo_label")
    op.drop_table("photo_evidence")
    with op.batch_alter_table("sign_artwork", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_artwork_municipality_id"))

    op.drop_table("sign_artwork")
    with op.batch_alter_table("rust_model", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rust_model_municipality_id"))

    op.drop_table("rust_model")
