"""a mistake: takes the streets away and leaves the houses"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("DELETE FROM street")


def downgrade() -> None:
    pass
