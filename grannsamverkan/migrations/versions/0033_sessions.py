"""live training sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_sessions()
    _create_signups()
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("session_id", ID, nullable=True))
        batch_op.alter_column("edition_id", existing_type=ID, nullable=True)
        batch_op.create_index(
            batch_op.f("ix_training_certificate_session_id"), ["session_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_training_certificate_session_id"),
            "training_session",
            ["session_id"],
            ["id"],
        )


def _create_sessions() -> None:
    op.create_table(
        "training_session",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("police_area_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("organiser", sa.String(length=120), nullable=False),
        sa.Column("edition_id", ID, nullable=True),
        sa.Column("trains", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("door_code", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_training_session_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["police_area_id"], ["police_area.id"], name=op.f("fk_training_session_police_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["training_edition.id"], name=op.f("fk_training_session_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("uid", name=op.f("uq_training_session_uid")),
        sa.UniqueConstraint("door_code", name=op.f("uq_training_session_door_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_session_municipality_id_state_starts_at"),
            ["municipality_id", "state", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_training_session_state_starts_at", ["state", "starts_at"], unique=False
        )


def _create_signups() -> None:
    op.create_table(
        "training_signup",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("session_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("pass_code", sa.String(length=28), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("present_at", MOMENT, nullable=True),
        sa.Column("present_by", sa.Integer(), nullable=True),
        sa.Column("present_how", sa.String(length=8), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_training_signup_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_training_signup_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_training_signup_contact_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_training_signup_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_signup")),
        sa.UniqueConstraint(
            "session_id", "user_id", name=op.f("uq_training_signup_session_id_user_id")
        ),
        sa.UniqueConstraint("pass_code", name=op.f("uq_training_signup_pass_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_training_signup_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_signup", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_signup_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_training_signup_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "ix_training_signup_session_id_state",
            ["session_id", "state", "queued_at"],
            unique=False,
        )


def downgrade() -> None:
    # A certificate of a session has no edition that could stand for it.
    op.execute("DELETE FROM training_certificate WHERE edition_id IS NULL")
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_training_certificate_session_id"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_training_certificate_session_id"))
        batch_op.alter_column("edition_id", existing_type=ID, nullable=False)
        batch_op.drop_column("session_id")
    op.drop_table("training_signup")
    op.drop_table("training_session")
