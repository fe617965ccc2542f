"""Adds what makes the memory whole: occasions, tags, cards, notes, holds, merges, and news of deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _what_happened()
    _pairs()
    _imports()
    _customer_columns()
    _other_columns()


def _people() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_address_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index(op.f("ix_address_customer_id"), "address", ["customer_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_card_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("number", name=op.f("uq_card_number")),
    )
    op.create_index(op.f("ix_card_customer_id"), "card", ["customer_id"], unique=False)
    op.create_table(
        "handle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_handle_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handle")),
        sa.UniqueConstraint("customer_id", "channel", name=op.f("uq_handle_customer_id_channel")),
    )
    op.create_index(op.f("ix_handle_channel_handle_value"), "handle", ["channel", "value"], unique=False)
    op.create_index(op.f("ix_handle_customer_id"), "handle", ["customer_id"], unique=False)
    op.create_table(
        "occasion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("skey", sa.Text(), nullable=False),
        sa.Column("calendar", sa.String(length=120), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("calendar in ('gregorian', 'jalali')", name=op.f("ck_occasion_calendar")),
        sa.CheckConstraint("kind in ('birthday', 'anniversary', 'other')", name=op.f("ck_occasion_kind")),
        sa.CheckConstraint("day between 1 and 31", name=op.f("ck_occasion_day")),
        sa.CheckConstraint("month between 1 and 12", name=op.f("ck_occasion_month")),
        sa.CheckConstraint("remind_days between 0 and 60", name=op.f("ck_occasion_remind_days")),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_occasion_customer_id_customer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion")),
        sa.UniqueConstraint("customer_id", "kind", "skey", name=op.f("uq_occasion_customer_id_kind_skey")),
    )
    op.create_index(op.f("ix_occasion_customer_id"), "occasion", ["customer_id"], unique=False)
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("skey", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_tag_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("customer_id", "skey", name=op.f("uq_tag_customer_id_skey")),
    )
    op.create_index(op.f("ix_tag_customer_id"), "tag", ["customer_id"], unique=False)
    op.create_index(op.f("ix_tag_skey"), "tag", ["skey"], unique=False)


def _what_happened() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind in ('note', 'visit', 'call', 'reply')", name=op.f("ck_note_kind")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_note_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_customer_id"), "note", ["customer_id"], unique=False)
    op.create_index("ix_note_timeline", "note", ["customer_id", "at"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("put_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_question_customer_id_customer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("customer_id", "subject", name=op.f("uq_question_customer_id_subject")),
    )
    op.create_index(op.f("ix_question_customer_id"), "question", ["customer_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state in ('held', 'taken', 'released', 'lapsed')", name=op.f("ck_hold_state")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_hold_quantity")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_hold_customer_id_customer")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_hold_product_id_product")),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name=op.f("fk_hold_wish_id_wish")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_customer_id"), "hold", ["customer_id"], unique=False)
    op.create_index("ix_hold_goods", "hold", ["product_id", "state"], unique=False)
    op.create_index(op.f("ix_hold_product_id"), "hold", ["product_id"], unique=False)
    op.create_index(op.f("ix_hold_wish_id"), "hold", ["wish_id"], unique=False)


def _pairs() -> None:
    op.create_table(
        "suppression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("hash", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint("hash", name=op.f("uq_suppression_hash")),
    )
    op.create_table(
        "likely_duplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.CheckConstraint("state in ('open', 'apart', 'merged')", name=op.f("ck_likely_duplicate_state")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_likely_duplicate_order")),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["customer.id"],
            name=op.f("fk_likely_duplicate_first_id_customer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["customer.id"],
            name=op.f("fk_likely_duplicate_second_id_customer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likely_duplicate")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_likely_duplicate_first_id_second_id")),
    )
    op.create_index(op.f("ix_likely_duplicate_first_id"), "likely_duplicate", ["first_id"], unique=False)
    op.create_index(op.f("ix_likely_duplicate_second_id"), "likely_duplicate", ["second_id"], unique=False)
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["gone_id"], ["customer.id"], name=op.f("fk_merge_gone_id_customer")),
        sa.ForeignKeyConstraint(["kept_id"], ["customer.id"], name=op.f("fk_merge_kept_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index(op.f("ix_merge_gone_id"), "merge", ["gone_id"], unique=False)
    op.create_index(op.f("ix_merge_kept_id"), "merge", ["kept_id"], unique=False)


def _imports() -> None:
    op.create_table(
        "imported_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("rows_of", sa.String(length=120), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_imported_change_batch_id_import_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_change")),
    )
    op.create_index(op.f("ix_imported_change_batch_id"), "imported_change", ["batch_id"], unique=False)
    op.create_table(
        "imported_range",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("rows_of", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_imported_range_batch_id_import_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_range")),
    )
    op.create_index(op.f("ix_imported_range_batch_id"), "imported_range", ["batch_id"], unique=False)


def _customer_columns() -> None:
    op.add_column("customer", sa.Column("honorific", sa.Text(), server_default="", nullable=False))
    op.add_column("customer", sa.Column("preferred_channel", sa.String(length=120), nullable=True))
    op.add_column(
        "customer",
        sa.Column(
            "referred_by_id",
            sa.Integer(),
            sa.ForeignKey("customer.id", name="fk_customer_referred_by_id_customer"),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "customer",
        sa.Column(
            "household_id",
            sa.Integer(),
            sa.ForeignKey("household.id", name="fk_customer_household_id_household"),
            nullable=True,
        ),
        inline_references=True,
    )
    # Only written out does a new column bring its own check with it.
    op.execute(
        "ALTER TABLE customer ADD COLUMN state VARCHAR(120) DEFAULT 'active' NOT NULL "
        "CONSTRAINT ck_customer_state CHECK (state in ('active', 'merged', 'erased'))"
    )
    op.add_column(
        "customer",
        sa.Column(
            "merged_into_id",
            sa.Integer(),
            sa.ForeignKey("customer.id", name="fk_customer_merged_into_id_customer"),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_customer_household_id"), "customer", ["household_id"], unique=False)
    op.create_index(op.f("ix_customer_merged_into_id"), "customer", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_customer_referred_by_id"), "customer", ["referred_by_id"], unique=False)


def _other_columns() -> None:
    op.add_column("email", sa.Column("label", sa.String(length=120), server_default="", nullable=False))
    op.add_column("import_batch", sa.Column("undone_at", sa.DateTime(), nullable=True))
    op.add_column(
        "import_batch", sa.Column("undone_by", sa.String(length=120), server_default="", nullable=False)
    )
    op.add_column("message", sa.Column("greeting", sa.String(length=120), nullable=True))
    op.add_column("message", sa.Column("provider", sa.String(length=120), server_default="", nullable=False))
    op.add_column("message", sa.Column("reference", sa.String(length=120), nullable=True))
    op.add_column("message", sa.Column("parts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("message", sa.Column("arrived", sa.Boolean(), nullable=True))
    op.add_column("message", sa.Column("asked_at", sa.DateTime(), nullable=True))
    op.add_column(
        "message",
        sa.Column(
            "sale_id", sa.Integer(), sa.ForeignKey("sale.id", name="fk_message_sale_id_sale"), nullable=True
        ),
        inline_references=True,
    )
    op.add_column("message", sa.Column("template", sa.String(length=120), server_default="", nullable=False))
    op.create_index("ix_message_reference", "message", ["reference"], unique=False)
    op.create_index(op.f("ix_message_sale_id"), "message", ["sale_id"], unique=False)
    op.create_index("uq_message_greeting", "message", ["customer_id", "greeting"], unique=True)
    op.add_column("phone", sa.Column("label", sa.String(length=120), server_default="", nullable=False))
    op.add_column(
        "preference", sa.Column("attribute", sa.String(length=120), server_default="", nullable=False)
    )
    op.add_column("preference", sa.Column("dismissed_at", sa.DateTime(), nullable=True))
    op.add_column(
        "preference", sa.Column("recorded_by", sa.String(length=120), server_default="", nullable=False)
    )
    op.add_column("wish", sa.Column("attribute", sa.String(length=120), server_default="", nullable=False))
    op.add_column("wish", sa.Column("limit_price", sa.BigInteger(), nullable=True))
    op.add_column("wish", sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
    op.add_column("wish", sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.add_column("wish", sa.Column("recorded_by", sa.String(length=120), server_default="", nullable=False))
