"""library of training material"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        # What was out before there were audiences went to contact persons.
        batch_op.add_column(
            sa.Column("audience", sa.String(length=10), nullable=False, server_default="contacts")
        )
        batch_op.add_column(sa.Column("replaces_id", ID, nullable=True))
        batch_op.add_column(sa.Column("media_type", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("thumb", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_training_edition_replaces_id"),
            "training_edition",
            ["replaces_id"],
            ["id"],
        )
        batch_op.create_index(
            batch_op.f("ix_training_edition_replaces_id"), ["replaces_id"], unique=False
        )
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        batch_op.alter_column("audience", server_default=None)
    edition = sa.table("training_edition", sa.column("kind"), sa.column("media_type"))
    op.execute(edition.update().where(edition.c.kind == "pdf").values(media_type="application/pdf"))


def downgrade() -> None:
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_edition_replaces_id"))
        batch_op.drop_constraint(batch_op.f("fk_training_edition_replaces_id"), type_="foreignkey")
        for column in ("pages", "thumb", "media_type", "replaces_id", "audience"):
            batch_op.drop_column(column)
