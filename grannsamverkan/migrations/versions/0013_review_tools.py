"""review_tools"""

from itertools import pairwise

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
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
        "reason_template",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("title_sv", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("reason_sv", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("remedy_sv", sa.Text(), nullable=False),
        sa.Column("remedy_en", sa.Text(), nullable=False),
        sa.Column("rule_sv", sa.Text(), nullable=False),
        sa.Column("rule_en", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_reason_template_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_template")),
        sa.UniqueConstraint(
            "municipality_id", "code", name=op.f("uq_reason_template_municipality_id_code")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "decision_letter",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("decision_id", ID, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["sign_decision.id"], name=op.f("fk_decision_letter_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_decision_letter_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_letter")),
        sa.UniqueConstraint(
            "decision_id", "language", name=op.f("uq_decision_letter_decision_id_language")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("decision_letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_letter_decision_id"), ["decision_id"], unique=False
        )

    op.create_table(
        "photo_mark",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("photo_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("size", sa.Double(), nullable=False),
        sa.Column("angle", sa.Double(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_mark_municipality_id")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_mark_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_mark")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("photo_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_mark_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "photo_band",
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("photo_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_band_municipality_id")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_band_photo_id")),
        sa.PrimaryKeyConstraint("municipality_id", "band", "photo_id", name=op.f("pk_photo_band")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("photo_band", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_band_photo_id"), ["photo_id"], unique=False)
    _cut_fingerprints()

    with op.batch_alter_table("sign_decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remedy", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("template", sa.String(length=40), nullable=False, server_default="")
        )
    with op.batch_alter_table("sign_decision", schema=None) as batch_op:
        batch_op.alter_column("remedy", existing_type=sa.Text(), server_default=None)
        batch_op.alter_column("template", existing_type=sa.String(length=40), server_default=None)


def _cut_fingerprints() -> None:
    # As imaging/bands.py does it at this moment: seven bands, the number of each from bit 24 up.
    connection = op.get_bind()
    photos = connection.execute(
        sa.text("SELECT id, municipality_id, dhash FROM photo WHERE dhash IS NOT NULL")
    ).all()
    rows = [
        {"municipality_id": place, "band": band, "photo_id": photo_id}
        for photo_id, place, dhash in photos
        for band in _bands(dhash)
    ]
    table = sa.table(
        "photo_band", sa.column("municipality_id"), sa.column("band"), sa.column("photo_id")
    )
    for start in range(0, len(rows), 5000):
        op.bulk_insert(table, rows[start : start + 5000])


def _bands(dhash: str) -> list[int]:
    bits, whole = 4 * len(dhash), int(dhash, 16)
    edges = [bits * number // 7 for number in range(8)]
    return [
        number << 24 | whole >> low & (1 << high - low) - 1
        for number, (low, high) in enumerate(pairwise(edges))
    ]


def downgrade() -> None:
    with op.batch_alter_table("photo_band", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_band_photo_id"))
    op.drop_table("photo_band")
    with op.batch_alter_table("sign_decision", schema=None) as batch_op:
        batch_op.drop_column("template")
        batch_op.drop_column("remedy")

    with op.batch_alter_table("photo_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_mark_photo_id"))

    op.drop_table("photo_mark")
    with op.batch_alter_table("decision_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_letter_decision_id"))

    op.drop_table("decision_letter")
    op.drop_table("reason_template")
