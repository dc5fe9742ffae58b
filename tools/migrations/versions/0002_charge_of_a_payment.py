"""What a payment's amount is made of"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("payments") as payments:
        payments.add_column(sa.Column("charge", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("payments") as payments:
        payments.alter_column("charge", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
