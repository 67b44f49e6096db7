"""distributions of training material"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
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
        "training_distribution",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("selected", DOCUMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("groups", sa.Integer(), nullable=False),
        sa.Column("shared", DOCUMENT, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_by", ID, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", ID, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        _key("training_distribution", "municipality_id", "municipality"),
        _key("training_distribution", "edition_id", "training_edition"),
        _key("training_distribution", "created_by", "user"),
        _key("training_distribution", "sent_by", "user"),
        _key("training_distribution", "withdrawn_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_distribution")),
        sqlite_autoincrement=True,
    )
    _index("training_distribution", "edition_id")
    _index("training_distribution", "created_by")
    _index("training_distribution", "municipality_id", "state", "sent_at")

    op.create_table(
        "training_receiver",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("distribution_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("route", sa.String(length=6), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("assignment_id", ID, nullable=True),
        sa.Column("mail_id", ID, nullable=True),
        sa.Column("reminder_id", ID, nullable=True),
        sa.Column("reminds", sa.Boolean(), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_sealed", sa.Text(), nullable=True),
        sa.Column("noted_by", ID, nullable=True),
        sa.Column("noted_at", MOMENT, nullable=True),
        _key("training_receiver", "municipality_id", "municipality"),
        _key("training_receiver", "distribution_id", "training_distribution"),
        _key("training_receiver", "contact_id", "contact"),
        _key("training_receiver", "user_id", "user"),
        _key("training_receiver", "assignment_id", "training_assignment"),
        _key("training_receiver", "mail_id", "mail"),
        _key("training_receiver", "reminder_id", "mail"),
        _key("training_receiver", "noted_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_receiver")),
        sa.UniqueConstraint(
            "distribution_id",
            "user_id",
            name=op.f("uq_training_receiver_distribution_id_user_id"),
        ),
        sqlite_autoincrement=True,
    )
    for column in ("contact_id", "user_id", "assignment_id", "mail_id", "reminder_id"):
        _index("training_receiver", column)
    _index("training_receiver", "distribution_id", "way", "id")
    _index("training_receiver", "distribution_id", "id")
    _index("training_receiver", "way", "mail_id")


def downgrade() -> None:
    op.drop_table("training_receiver")
    op.drop_table("training_distribution")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        name = batch_op.f(f"ix_{table}_{'_'.join(columns)}")
        batch_op.create_index(name, list(columns), unique=False)
