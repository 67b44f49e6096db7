"""mails that came back"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

# Spelled out here, because a migration must not change when the program's own types do.
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bounced_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("bounce", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_mail_bounced_at"), ["bounced_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_bounced_at"))
        batch_op.drop_column("bounce")
        batch_op.drop_column("bounced_at")
