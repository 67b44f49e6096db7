"""streets and their houses"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "street", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40))
    )
    op.create_table(
        "house",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "street_id", sa.Integer, sa.ForeignKey("street.id", ondelete="CASCADE"), nullable=False
        ),
    )


def downgrade() -> None:
    op.drop_table("house")
    op.drop_table("street")
