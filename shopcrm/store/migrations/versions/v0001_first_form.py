"""The first form of the shop file."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_arrived_at"), "arrival", ["arrived_at"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("act", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=120), nullable=False),
        sa.Column("hash", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_audit_entry_hash_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_entry_previous_hash")),
    )
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("parent_id", "name", name=op.f("uq_category_parent_id_name")),
    )
    op.create_index(op.f("ix_category_parent_id"), "category", ["parent_id"], unique=False)
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=120), nullable=True),
        sa.Column("skey", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("code", name=op.f("uq_customer_code")),
    )
    op.create_index("ix_customer_seen", "customer", ["last_seen_at", "skey"], unique=False)
    op.create_index("ix_customer_sort", "customer", ["sort_key"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("imported_by", sa.String(length=120), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_added", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_unchanged", sa.Integer(), nullable=False),
        sa.Column("rows_refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "learned_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("grounds", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_weights")),
    )
    op.create_index(op.f("ix_learned_weights_as_of"), "learned_weights", ["as_of"], unique=False)
    op.create_table(
        "sales_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_sale_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(length=120), nullable=False),
        sa.Column("columns", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_digest")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sa.UniqueConstraint("name", "language", name=op.f("uq_template_name_language")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("purpose in ('news', 'service')", name=op.f("ck_consent_purpose")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_consent_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_customer_id"), "consent", ["customer_id"], unique=False)
    op.create_index("ix_consent_latest", "consent", ["customer_id", "purpose", "channel", "id"], unique=False)
    op.create_table(
        "email",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_email_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email")),
        sa.UniqueConstraint("customer_id", "address", name=op.f("uq_email_customer_id_address")),
    )
    op.create_index(op.f("ix_email_address"), "email", ["address"], unique=False)
    op.create_index(op.f("ix_email_customer_id"), "email", ["customer_id"], unique=False)
    op.create_table(
        "phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("e164", sa.String(length=120), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_phone_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
        sa.UniqueConstraint("customer_id", "e164", name=op.f("uq_phone_customer_id_e164")),
    )
    op.create_index(op.f("ix_phone_customer_id"), "phone", ["customer_id"], unique=False)
    op.create_index(op.f("ix_phone_e164"), "phone", ["e164"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("tax_rate", sa.Integer(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("stock_kept", sa.Boolean(), nullable=False),
        sa.Column("skey", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.CheckConstraint("price is null or price >= 0", name=op.f("ck_product_price")),
        sa.CheckConstraint("tax_rate between 0 and 10000", name=op.f("ck_product_tax_rate")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_product_category_id_category")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
    )
    op.create_index(op.f("ix_product_category_id"), "product", ["category_id"], unique=False)
    op.create_index("ix_product_sort", "product", ["sort_key"], unique=False)
    op.create_table(
        "sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("sold_at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("served_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind in ('sale', 'return', 'correction')", name=op.f("ck_sale_kind")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_sale_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("source", "number", name=op.f("uq_sale_source_number")),
    )
    op.create_index("ix_sale_customer_sold", "sale", ["customer_id", "sold_at"], unique=False)
    op.create_index("ix_sale_sold", "sale", ["sold_at"], unique=False)
    op.create_table(
        "arrival_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_arrival_line_quantity")),
        sa.ForeignKeyConstraint(
            ["arrival_id"],
            ["arrival.id"],
            name=op.f("fk_arrival_line_arrival_id_arrival"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_arrival_line_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_line")),
    )
    op.create_index(op.f("ix_arrival_line_arrival_id"), "arrival_line", ["arrival_id"], unique=False)
    op.create_index(op.f("ix_arrival_line_product_id"), "arrival_line", ["product_id"], unique=False)
    op.create_table(
        "barcode",
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_barcode_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_barcode")),
    )
    op.create_index(op.f("ix_barcode_product_id"), "barcode", ["product_id"], unique=False)
    op.create_table(
        "preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("skey", sa.Text(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(case when product_id is null then 0 else 1 end) + (case when category_id is null then 0 else 1 end) + (case when words = '' then 0 else 1 end) = 1",
            name=op.f("ck_preference_one_thing"),
        ),
        sa.CheckConstraint(
            "kind in ('likes', 'dislikes', 'needs', 'avoids')", name=op.f("ck_preference_kind")
        ),
        sa.CheckConstraint("source in ('told', 'seen', 'guessed')", name=op.f("ck_preference_source")),
        sa.CheckConstraint("strength between 1 and 3", name=op.f("ck_preference_strength")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_preference_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_preference_customer_id_customer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_preference_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
    )
    op.create_index(op.f("ix_preference_category_id"), "preference", ["category_id"], unique=False)
    op.create_index(op.f("ix_preference_customer_id"), "preference", ["customer_id"], unique=False)
    op.create_index(op.f("ix_preference_product_id"), "preference", ["product_id"], unique=False)
    op.create_table(
        "sale_line",
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('sale', 'return', 'correction')", name=op.f("ck_sale_line_kind")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sale_line_product_id_product")),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_sale_line_sale_id_sale"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sale_id", "ordinal", name=op.f("pk_sale_line")),
    )
    op.create_index("ix_sale_line_product", "sale_line", ["product_id", "sale_id"], unique=False)
    op.create_table(
        "stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('arrival', 'sale', 'return', 'correction')", name=op.f("ck_stock_move_kind")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_stock_move_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move")),
    )
    op.create_index("ix_stock_move_on_hand", "stock_move", ["product_id", "quantity"], unique=False)
    op.create_index(op.f("ix_stock_move_product_id"), "stock_move", ["product_id"], unique=False)
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("skey", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(case when product_id is null then 0 else 1 end) + (case when category_id is null then 0 else 1 end) + (case when words = '' then 0 else 1 end) = 1",
            name=op.f("ck_wish_one_thing"),
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'told', 'bought', 'lapsed', 'withdrawn')", name=op.f("ck_wish_state")
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_wish_category_id_category")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_wish_customer_id_customer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_wish_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_category_id"), "wish", ["category_id"], unique=False)
    op.create_index(op.f("ix_wish_customer_id"), "wish", ["customer_id"], unique=False)
    op.create_index(op.f("ix_wish_product_id"), "wish", ["product_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("wish_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("claimed_by", sa.String(length=120), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=120), nullable=False),
        sa.CheckConstraint("purpose in ('news', 'service')", name=op.f("ck_message_purpose")),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'withdrawn')",
            name=op.f("ck_message_state"),
        ),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_message_arrival_id_arrival")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_message_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_message_product_id_product")),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name=op.f("fk_message_wish_id_wish")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index(op.f("ix_message_arrival_id"), "message", ["arrival_id"], unique=False)
    op.create_index("ix_message_customer", "message", ["customer_id", "made_at"], unique=False)
    op.create_index(op.f("ix_message_customer_id"), "message", ["customer_id"], unique=False)
    op.create_index(op.f("ix_message_product_id"), "message", ["product_id"], unique=False)
    op.create_index("ix_message_waiting", "message", ["state", "channel", "not_before"], unique=False)
    op.create_index(op.f("ix_message_wish_id"), "message", ["wish_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("result", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_attempt_message_id_message"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("message_id", "ordinal", name=op.f("uq_attempt_message_id_ordinal")),
    )
    op.create_index(op.f("ix_attempt_message_id"), "attempt", ["message_id"], unique=False)
    op.create_index(
        "uq_wish_open",
        "wish",
        ["customer_id", sa.text("coalesce(product_id, 0)"), sa.text("coalesce(category_id, 0)"), "skey"],
        unique=True,
        sqlite_where=sa.text("state in ('waiting', 'told')"),
        postgresql_where=sa.text("state in ('waiting', 'told')"),
    )
