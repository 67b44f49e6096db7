"""signs from order to take-down"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
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
        "inspection_round",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("walker", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_inspection_round_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_inspection_round_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_round")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_inspection_round_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inspection_round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inspection_round_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "sign_order",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_sign_order_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sign_order_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_order")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_order_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "ix_sign_order_municipality_state", ["municipality_id", "state"], unique=False
        )

    op.create_table(
        "hand_out",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("received_by", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("fastening_sets", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_hand_out_municipality_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sign_order.id"], name=op.f("fk_hand_out_order_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_hand_out_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_out")),
        sa.UniqueConstraint("sign_id", name=op.f("uq_hand_out_sign_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("hand_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_out_order_id"), ["order_id"], unique=False)

    op.create_table(
        "order_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=True),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_order_line_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sign_order.id"], name=op.f("fk_order_line_order_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_order_line_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_line_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_line_sign_id"), ["sign_id"], unique=False)

    op.create_table(
        "owner_consent",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_owner_consent_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_owner_consent_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_consent")),
        sa.UniqueConstraint("sign_id", name=op.f("uq_owner_consent_sign_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "fault_report",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("email_sealed", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("network", sa.String(length=80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_fault_report_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_fault_report_sign_id")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["sign_task.id"], name=op.f("fk_fault_report_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault_report")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("fault_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fault_report_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_fault_report_network"), ["network"], unique=False)
        batch_op.create_index(batch_op.f("ix_fault_report_sign_id"), ["sign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fault_report_task_id"), ["task_id"], unique=False)

    op.create_table(
        "round_mark",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("report_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_round_mark_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["fault_report.id"], name=op.f("fk_round_mark_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["inspection_round.id"], name=op.f("fk_round_mark_round_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_round_mark_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_mark")),
        sa.UniqueConstraint("key", name=op.f("uq_round_mark_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_mark_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_mark_sign_id"), ["sign_id"], unique=False)

    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.add_column(sa.Column("report_id", ID, nullable=True))
        batch_op.create_index(batch_op.f("ix_photo_set_report_id"), ["report_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_photo_set_report_id"), "fault_report", ["report_id"], ["id"]
        )

    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("near_crossing", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("reminded_for", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("escalated_for", sa.Date(), nullable=True))

    with op.batch_alter_table("sign_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("escalated_at", MOMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_task", schema=None) as batch_op:
        batch_op.drop_column("escalated_at")

    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_column("escalated_for")
        batch_op.drop_column("reminded_for")
        batch_op.drop_column("near_crossing")

    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_photo_set_report_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_photo_set_report_id"))
        batch_op.drop_column("report_id")

    with op.batch_alter_table("round_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_mark_sign_id"))
        batch_op.drop_index(batch_op.f("ix_round_mark_round_id"))

    op.drop_table("round_mark")
    with op.batch_alter_table("fault_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fault_report_task_id"))
        batch_op.drop_index(batch_op.f("ix_fault_report_sign_id"))
        batch_op.drop_index(batch_op.f("ix_fault_report_network"))
        batch_op.drop_index(batch_op.f("ix_fault_report_at"))

    op.drop_table("fault_report")
    op.drop_table("owner_consent")
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_line_sign_id"))
        batch_op.drop_index(batch_op.f("ix_order_line_order_id"))

    op.drop_table("order_line")
    with op.batch_alter_table("hand_out", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_out_order_id"))

    op.drop_table("hand_out")
    with op.batch_alter_table("sign_order", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_order_municipality_state")
        batch_op.drop_index(batch_op.f("ix_sign_order_group_id"))

    op.drop_table("sign_order")
    with op.batch_alter_table("inspection_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_round_group_id"))

    op.drop_table("inspection_round")
