"""Every table of the first edition."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

# The log of who did what is never altered: the database itself refuses it.
REFUSAL = "the audit log cannot be changed"
GUARDS = {
    "sqlite": (
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("args", DOCUMENT, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_next_at", ["state", "next_at"], unique=False)

    op.create_table(
        "municipality",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("epsg", sa.Integer(), nullable=False),
        sa.Column("privacy_controller", sa.String(length=200), nullable=False),
        sa.Column("privacy_contact", sa.String(length=200), nullable=False),
        sa.Column("function_mailbox", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("slug", name=op.f("uq_municipality_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sign_in_code",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("handle_hash", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("next_path", sa.String(length=500), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
        sa.UniqueConstraint("handle_hash", name=op.f("uq_sign_in_code_handle_hash")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_sign_in_code_link_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_code_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_in_code_email"), ["email"], unique=False)

    op.create_table(
        "sign_in_try",
        sa.Column("id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("network_key", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_try_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sign_in_try_purpose_account_key_at"),
            ["purpose", "account_key", "at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_try_purpose_network_key_at"),
            ["purpose", "network_key", "at"],
            unique=False,
        )

    op.create_table(
        "worker_beat",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beat")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("municipality_id", ID, nullable=True),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_audit_entry_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entry_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "fastening_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("fastening", sa.String(length=24), nullable=False),
        sa.Column("liner", sa.String(length=8), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_fastening_rule_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fastening_rule")),
        sa.UniqueConstraint(
            "municipality_id",
            "fastening",
            "liner",
            name=op.f("uq_fastening_rule_municipality_id_fastening_liner"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mail",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=True),
        sa.Column("letter", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("to_address", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("attachments", DOCUMENT, nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("holds_secret", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_mail_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mail_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "map_source",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("attribution", sa.String(length=200), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_map_source_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_source")),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_map_source_municipality_id_name")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "police_area",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_police_area_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_area")),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_police_area_municipality_id_name")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "public_contact",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("hours", sa.String(length=120), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_public_contact_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_contact")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("public_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_public_contact_municipality_id_position"),
            ["municipality_id", "position"],
            unique=False,
        )

    op.create_table(
        "setting",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", DOCUMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_setting_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_setting_municipality_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "training_edition",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=True),
        sa.Column("stored", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("questions", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_training_edition_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_edition")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_edition_municipality_id_state"),
            ["municipality_id", "state"],
            unique=False,
        )

    op.create_table(
        "user",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_sealed", sa.Text(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_user_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_user_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "address",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("number_value", sa.Integer(), nullable=False),
        sa.Column("search_key", sa.String(length=141), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_address_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["map_source.id"], name=op.f("fk_address_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_address_municipality_id_search_key"),
            ["municipality_id", "search_key"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_address_municipality_id_x"), ["municipality_id", "x"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_address_source_id"), ["source_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("police_area_id", ID, nullable=True),
        sa.Column("invited_by", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_sealed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["user.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_invitation_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["police_area_id"], ["police_area.id"], name=op.f("fk_invitation_police_area_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitation_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "login_session",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("user_agent", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "map_feature",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subtype", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("wkb", sa.LargeBinary(), nullable=False),
        sa.Column("minx", sa.Double(), nullable=False),
        sa.Column("miny", sa.Double(), nullable=False),
        sa.Column("maxx", sa.Double(), nullable=False),
        sa.Column("maxy", sa.Double(), nullable=False),
        sa.Column("width", sa.Double(), nullable=True),
        sa.Column("speed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_map_feature_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["map_source.id"], name=op.f("fk_map_feature_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_feature")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("map_feature", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_map_feature_municipality_id_minx_maxx"),
            ["municipality_id", "minx", "maxx"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_map_feature_municipality_id_miny_maxy"),
            ["municipality_id", "miny", "maxy"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_map_feature_source_id"), ["source_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("galvanised", sa.Boolean(), nullable=True),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_post_municipality_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["map_source.id"], name=op.f("fk_post_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_post_municipality_id_number"),
            ["municipality_id", "number"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_post_municipality_id_x"), ["municipality_id", "x"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_post_source_id"), ["source_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("police_area_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_role_grant_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["police_area_id"], ["police_area.id"], name=op.f("fk_role_grant_police_area_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_role_grant_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_grant_municipality_id_role"),
            ["municipality_id", "role"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_role_grant_user_id"), ["user_id"], unique=False)

    op.create_table(
        "watch_group",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("police_area_id", ID, nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("housing", sa.String(length=20), nullable=False),
        sa.Column("streets", sa.Text(), nullable=False),
        sa.Column("area_wkb", sa.LargeBinary(), nullable=True),
        sa.Column("area_m2", sa.Float(), nullable=True),
        sa.Column("minx", sa.Float(), nullable=True),
        sa.Column("miny", sa.Float(), nullable=True),
        sa.Column("maxx", sa.Float(), nullable=True),
        sa.Column("maxy", sa.Float(), nullable=True),
        sa.Column("dwellings", sa.Integer(), nullable=True),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Integer(), nullable=False),
        sa.Column("consent_by", sa.String(length=120), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_stored", sa.String(length=64), nullable=True),
        sa.Column("privacy_version", sa.String(length=20), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("founded_by", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["founded_by"], ["user.id"], name=op.f("fk_watch_group_founded_by")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_watch_group_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["police_area_id"], ["police_area.id"], name=op.f("fk_watch_group_police_area_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_group")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("watch_group", schema=None) as batch_op:
        batch_op.create_index("ix_watch_group_box", ["minx", "maxx"], unique=False)
        batch_op.create_index(
            "ix_watch_group_municipality_state", ["municipality_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_watch_group_police_area_id"), ["police_area_id"], unique=False
        )

    op.create_table(
        "contact",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("head", sa.Boolean(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["watch_group.id"], name=op.f("fk_contact_group_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_contact_municipality_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_contact_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_user_id"), ["user_id"], unique=False)

    op.create_table(
        "group_decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_group_decision_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_group_decision_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_decision")),
        sa.UniqueConstraint(
            "group_id",
            "round",
            "role",
            "outcome",
            name=op.f("uq_group_decision_group_id_round_role_outcome"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("group_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_decision_group_id"), ["group_id"], unique=False)

    op.create_table(
        "group_fact",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["watch_group.id"], name=op.f("fk_group_fact_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_group_fact_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_fact")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("group_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_fact_group_id"), ["group_id"], unique=False)

    op.create_table(
        "sign",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("support", sa.String(length=12), nullable=False),
        sa.Column("post_id", ID, nullable=True),
        sa.Column("post_number", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("galvanised", sa.Boolean(), nullable=True),
        sa.Column("owner_consent", sa.String(length=160), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("letter_hash", sa.String(length=64), nullable=True),
        sa.Column("letter_sealed", sa.Text(), nullable=True),
        sa.Column("letter_until", MOMENT, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("handed_out_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["watch_group.id"], name=op.f("fk_sign_group_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sign_municipality_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_sign_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign")),
        sa.UniqueConstraint("code", name=op.f("uq_sign_code")),
        sa.UniqueConstraint("letter_hash", name=op.f("uq_sign_letter_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "ix_sign_municipality_state", ["municipality_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_post_id"), ["post_id"], unique=False)

    op.create_table(
        "photo_set",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("fastening", sa.String(length=24), nullable=True),
        sa.Column("liner", sa.String(length=8), nullable=True),
        sa.Column("surface", sa.String(length=12), nullable=True),
        sa.Column("lower_edge_m", sa.Double(), nullable=True),
        sa.Column("post_number", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(length=320), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_set_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_photo_set_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_set")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_set_sent_at"), ["sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_set_sign_id"), ["sign_id"], unique=False)

    op.create_table(
        "training_assignment",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_answers", DOCUMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_training_assignment_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["training_edition.id"], name=op.f("fk_training_assignment_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_training_assignment_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_assignment")),
        sa.UniqueConstraint(
            "edition_id", "contact_id", name=op.f("uq_training_assignment_edition_id_contact_id")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_training_assignment_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("training_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_assignment_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_assignment_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "photo",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("set_id", ID, nullable=False),
        sa.Column("view", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("refusal", sa.String(length=20), nullable=True),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("original_kept", sa.Boolean(), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=True),
        sa.Column("thumb", sa.String(length=64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=8), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("taken_zone_known", sa.Boolean(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("focal_length_mm", sa.Double(), nullable=True),
        sa.Column("dhash", sa.String(length=64), nullable=True),
        sa.Column("codes", DOCUMENT, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_photo_municipality_id")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["photo_set.id"], name=op.f("fk_photo_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("set_id", "original", name=op.f("uq_photo_set_id_original")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_original"), ["original"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_set_id"), ["set_id"], unique=False)

    op.create_table(
        "sign_decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("sign_id", ID, nullable=False),
        sa.Column("set_id", ID, nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sign_decision_municipality_id")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["photo_set.id"], name=op.f("fk_sign_decision_set_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_sign_decision_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_decision")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_decision_sign_id"), ["sign_id"], unique=False)

    op.create_table(
        "check_result",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("set_id", ID, nullable=False),
        sa.Column("photo_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("uncertainty", sa.Double(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("doubt", sa.String(length=24), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_check_result_municipality_id")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_check_result_photo_id")),
        sa.ForeignKeyConstraint(["set_id"], ["photo_set.id"], name=op.f("fk_check_result_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_result")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("check_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_result_set_id"), ["set_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("set_id", ID, nullable=False),
        sa.Column("galvanising", sa.String(length=3), nullable=True),
        sa.Column("galvanising_photo_id", ID, nullable=True),
        sa.Column("view", sa.String(length=3), nullable=True),
        sa.Column("view_photo_id", ID, nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["galvanising_photo_id"], ["photo.id"], name=op.f("fk_review_galvanising_photo_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_review_municipality_id")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["photo_set.id"], name=op.f("fk_review_set_id")),
        sa.ForeignKeyConstraint(
            ["view_photo_id"], ["photo.id"], name=op.f("fk_review_view_photo_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("set_id", name=op.f("uq_review_set_id")),
        sqlite_autoincrement=True,
    )
    for guard in GUARDS[op.get_bind().dialect.name]:
        op.execute(guard)


def downgrade() -> None:
    op.drop_table("review")
    with op.batch_alter_table("check_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_result_set_id"))

    op.drop_table("check_result")
    with op.batch_alter_table("sign_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_decision_sign_id"))

    op.drop_table("sign_decision")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_set_id"))
        batch_op.drop_index(batch_op.f("ix_photo_original"))

    op.drop_table("photo")
    with op.batch_alter_table("training_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_assignment_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_training_assignment_contact_id"))

    op.drop_table("training_assignment")
    with op.batch_alter_table("photo_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_set_sign_id"))
        batch_op.drop_index(batch_op.f("ix_photo_set_sent_at"))

    op.drop_table("photo_set")
    with op.batch_alter_table("sign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_post_id"))
        batch_op.drop_index("ix_sign_municipality_state")
        batch_op.drop_index(batch_op.f("ix_sign_group_id"))

    op.drop_table("sign")
    with op.batch_alter_table("group_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_fact_group_id"))

    op.drop_table("group_fact")
    with op.batch_alter_table("group_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_decision_group_id"))

    op.drop_table("group_decision")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_user_id"))
        batch_op.drop_index(batch_op.f("ix_contact_group_id"))

    op.drop_table("contact")
    with op.batch_alter_table("watch_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watch_group_police_area_id"))
        batch_op.drop_index("ix_watch_group_municipality_state")
        batch_op.drop_index("ix_watch_group_box")

    op.drop_table("watch_group")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_user_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_municipality_id_role"))

    op.drop_table("role_grant")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_source_id"))
        batch_op.drop_index(batch_op.f("ix_post_municipality_id_x"))
        batch_op.drop_index(batch_op.f("ix_post_municipality_id_number"))

    op.drop_table("post")
    with op.batch_alter_table("map_feature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_map_feature_source_id"))
        batch_op.drop_index(batch_op.f("ix_map_feature_municipality_id_miny_maxy"))
        batch_op.drop_index(batch_op.f("ix_map_feature_municipality_id_minx_maxx"))

    op.drop_table("map_feature")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_user_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_email"))

    op.drop_table("invitation")
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_source_id"))
        batch_op.drop_index(batch_op.f("ix_address_municipality_id_x"))
        batch_op.drop_index(batch_op.f("ix_address_municipality_id_search_key"))

    op.drop_table("address")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_municipality_id"))

    op.drop_table("user")
    with op.batch_alter_table("training_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_edition_municipality_id_state"))

    op.drop_table("training_edition")
    op.drop_table("setting")
    with op.batch_alter_table("public_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_contact_municipality_id_position"))

    op.drop_table("public_contact")
    op.drop_table("police_area")
    op.drop_table("map_source")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_municipality_id"))

    op.drop_table("mail")
    op.drop_table("fastening_rule")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    op.drop_table("worker_beat")
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_try_purpose_network_key_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_try_purpose_account_key_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_try_at"))

    op.drop_table("sign_in_try")
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_code_email"))
        batch_op.drop_index(batch_op.f("ix_sign_in_code_created_at"))

    op.drop_table("sign_in_code")
    op.drop_table("municipality")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_next_at")

    op.drop_table("job")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS audit_entry_refuse()")
