"""ground_for_sight_lines"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

# Columns that must have a value, with what stands already in the rows there are.
Columns = dict[str, tuple[Any, str]]
OF_FEATURES: Columns = {
    "key": (sa.String(length=60), ""),
    "oneway": (sa.Integer(), "0"),
    "sidewalk": (sa.String(length=5), ""),
    "level": (sa.Integer(), "0"),
    "owner": (sa.String(length=120), ""),
}
OF_POSTS: Columns = {"key": (sa.String(length=60), "")}


def upgrade() -> None:
    op.create_table(
        "map_thing",
        sa.Column("id", ID, nullable=False),
        sa.Column("municipality_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("facing", sa.Double(), nullable=True),
        sa.Column("along", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_map_thing_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["map_source.id"], name=op.f("fk_map_thing_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_thing")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("map_thing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_map_thing_municipality_id_x"), ["municipality_id", "x"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_map_thing_source_id"), ["source_id"], unique=False)

    _add("map_feature", OF_FEATURES)
    _add("post", OF_POSTS)
    with op.batch_alter_table("map_feature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lanes", sa.Integer(), nullable=True))
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("error_m", sa.Double(), nullable=True))


def _add(table: str, columns: Columns) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, (kind, value) in columns.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, (kind, _value) in columns.items():
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_column("error_m")
        batch_op.drop_column("key")

    with op.batch_alter_table("map_feature", schema=None) as batch_op:
        batch_op.drop_column("owner")
        batch_op.drop_column("level")
        batch_op.drop_column("sidewalk")
        batch_op.drop_column("oneway")
        batch_op.drop_column("lanes")
        batch_op.drop_column("key")

    with op.batch_alter_table("map_thing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_map_thing_source_id"))
        batch_op.drop_index(batch_op.f("ix_map_thing_municipality_id_x"))

    op.drop_table("map_thing")
