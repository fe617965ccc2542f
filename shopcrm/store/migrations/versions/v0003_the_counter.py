"""Adds the counter: staff, payments, points, tiers, vouchers, promotions, and how each total was made."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _staff()
    _points_and_tiers()
    _vouchers()
    _promotions()
    _till()
    _older()


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("skey", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("pin_set_at", sa.DateTime(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("role in ('owner', 'manager', 'staff')", name=op.f("ck_staff_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("skey", name=op.f("uq_staff_skey")),
    )
    op.create_table(
        "pin_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("boot", sa.String(length=120), nullable=False),
        sa.Column("tick", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_pin_try_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin_try")),
    )
    op.create_index("ix_pin_try_latest", "pin_try", ["staff_id", "id"], unique=False)


def _points_and_tiers() -> None:
    op.create_table(
        "tier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("one_sale", sa.BigInteger(), nullable=True),
        sa.Column("discount", sa.Integer(), nullable=False),
        sa.Column("points_percent", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("mark in ('gold', 'silver', 'bronze', 'plain')", name=op.f("ck_tier_mark")),
        sa.CheckConstraint("discount between 0 and 10000", name=op.f("ck_tier_discount")),
        sa.CheckConstraint("points_percent between 0 and 10000", name=op.f("ck_tier_points_percent")),
        sa.CheckConstraint(
            "threshold >= 0 and (one_sale is null or one_sale > 0)", name=op.f("ck_tier_amounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier")),
        sa.UniqueConstraint("name", name=op.f("uq_tier_name")),
    )
    op.create_table(
        "tier_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("tier_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('reached', 'kept', 'lowered', 'by_hand', 'released', 'taken_back', 'announced')",
            name=op.f("ck_tier_change_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_tier_change_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_tier_change_sale_id_sale")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_tier_change_tier_id_tier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_change")),
    )
    op.create_index("ix_tier_change_kept", "tier_change", ["kept_until"], unique=False)
    op.create_index("ix_tier_change_latest", "tier_change", ["customer_id", "id"], unique=False)
    op.create_table(
        "point_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("per_amount", sa.BigInteger(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("pending_days", sa.Integer(), nullable=False),
        sa.Column("expiry", sa.String(length=120), nullable=False),
        sa.Column("expiry_days", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("worth", sa.BigInteger(), nullable=False),
        sa.Column("on_tax", sa.Boolean(), nullable=False),
        sa.Column("least_margin", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "expiry in ('never', 'days', 'month', 'year', 'season')", name=op.f("ck_point_rule_expiry")
        ),
        sa.CheckConstraint("expiry_days between 1 and 3650", name=op.f("ck_point_rule_expiry_days")),
        sa.CheckConstraint("notice_days between 0 and 365", name=op.f("ck_point_rule_notice_days")),
        sa.CheckConstraint("pending_days between 0 and 365", name=op.f("ck_point_rule_pending_days")),
        sa.CheckConstraint(
            "per_amount > 0 and points >= 0 and minimum >= 0 and worth >= 0",
            name=op.f("ck_point_rule_amounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_rule")),
    )
    op.create_table(
        "point_multiplier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("tier_id", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(case when category_id is null then 0 else 1 end) + (case when product_id is null then 0 else 1 end) + (case when tier_id is null then 0 else 1 end) + (case when weekday is null then 0 else 1 end) = 1",
            name=op.f("ck_point_multiplier_one_thing"),
        ),
        sa.CheckConstraint("percent between 0 and 10000", name=op.f("ck_point_multiplier_percent")),
        sa.CheckConstraint(
            "weekday is null or weekday between 0 and 6", name=op.f("ck_point_multiplier_weekday")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_point_multiplier_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_point_multiplier_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["point_rule.id"],
            name=op.f("fk_point_multiplier_rule_id_point_rule"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_point_multiplier_tier_id_tier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_multiplier")),
    )
    op.create_index(
        op.f("ix_point_multiplier_category_id"), "point_multiplier", ["category_id"], unique=False
    )
    op.create_index(op.f("ix_point_multiplier_product_id"), "point_multiplier", ["product_id"], unique=False)
    op.create_index(op.f("ix_point_multiplier_rule_id"), "point_multiplier", ["rule_id"], unique=False)
    op.create_index(op.f("ix_point_multiplier_tier_id"), "point_multiplier", ["tier_id"], unique=False)
    op.create_table(
        "point_posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('earn', 'spend', 'expire', 'take_back', 'give_back', 'adjust', 'settle', 'reward')",
            name=op.f("ck_point_posting_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_point_posting_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_point_posting_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_posting")),
        sa.UniqueConstraint("document", "rule", name=op.f("uq_point_posting_document_rule")),
    )
    op.create_index("ix_point_posting_customer", "point_posting", ["customer_id", "id"], unique=False)
    op.create_index(op.f("ix_point_posting_sale_id"), "point_posting", ["sale_id"], unique=False)
    op.create_table(
        "point_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("usable_from", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint("points > 0", name=op.f("ck_point_lot_points")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_point_lot_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["point_posting.id"], name=op.f("fk_point_lot_posting_id_point_posting")
        ),
        sa.ForeignKeyConstraint(["rule_id"], ["point_rule.id"], name=op.f("fk_point_lot_rule_id_point_rule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_lot")),
    )
    op.create_index("ix_point_lot_customer", "point_lot", ["customer_id", "expires_on"], unique=False)
    op.create_index("ix_point_lot_expires", "point_lot", ["expires_on"], unique=False)
    op.create_table(
        "point_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_point_entry_points")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_point_entry_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["point_lot.id"], name=op.f("fk_point_entry_lot_id_point_lot")),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["point_posting.id"], name=op.f("fk_point_entry_posting_id_point_posting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_entry")),
    )
    op.create_index(
        "ix_point_entry_balance", "point_entry", ["customer_id", "lot_id", "points"], unique=False
    )
    op.create_index(op.f("ix_point_entry_posting_id"), "point_entry", ["posting_id"], unique=False)


def _vouchers() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_table(
        "reward",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('percent', 'amount', 'goods', 'credit')", name=op.f("ck_reward_kind")),
        sa.CheckConstraint("points > 0 and value > 0", name=op.f("ck_reward_amounts")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_reward_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward")),
    )
    op.create_index(op.f("ix_reward_product_id"), "reward", ["product_id"], unique=False)
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("combines", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("reason_words", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("reward_id", sa.Integer(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("earned_at_least", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(length=120), nullable=False),
        sa.Column("activated_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "combines in ('all', 'no_voucher', 'no_promotion', 'alone')", name=op.f("ck_voucher_combines")
        ),
        sa.CheckConstraint("kind <> 'percent' or value between 1 and 10000", name=op.f("ck_voucher_percent")),
        sa.CheckConstraint("kind in ('percent', 'amount', 'goods', 'credit')", name=op.f("ck_voucher_kind")),
        sa.CheckConstraint(
            "reason in ('points', 'tier', 'game', 'complaint', 'occasion', 'campaign', 'referral', 'partner', 'return', 'bought', 'gift')",
            name=op.f("ck_voucher_reason"),
        ),
        sa.CheckConstraint("state in ('blank', 'active', 'withdrawn')", name=op.f("ck_voucher_state")),
        sa.CheckConstraint("uses between 1 and 10000", name=op.f("ck_voucher_uses")),
        sa.CheckConstraint(
            "value > 0 and minimum >= 0 and (most is null or most > 0)", name=op.f("ck_voucher_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_voucher_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_voucher_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_voucher_product_id_product")),
        sa.ForeignKeyConstraint(["replaces_id"], ["voucher.id"], name=op.f("fk_voucher_replaces_id_voucher")),
        sa.ForeignKeyConstraint(["reward_id"], ["reward.id"], name=op.f("fk_voucher_reward_id_reward")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_voucher_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
    )
    op.create_index(op.f("ix_voucher_campaign_id"), "voucher", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_voucher_customer_id"), "voucher", ["customer_id"], unique=False)
    op.create_index("ix_voucher_issued", "voucher", ["issued_at", "id"], unique=False)
    op.create_index(op.f("ix_voucher_product_id"), "voucher", ["product_id"], unique=False)
    op.create_index(op.f("ix_voucher_replaces_id"), "voucher", ["replaces_id"], unique=False)
    op.create_index(op.f("ix_voucher_reward_id"), "voucher", ["reward_id"], unique=False)
    op.create_index(op.f("ix_voucher_sale_id"), "voucher", ["sale_id"], unique=False)
    op.create_index(op.f("ix_voucher_until_on"), "voucher", ["until_on"], unique=False)
    op.create_table(
        "voucher_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(product_id is null) <> (category_id is null)", name=op.f("ck_voucher_limit_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_voucher_limit_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_voucher_limit_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"],
            ["voucher.id"],
            name=op.f("fk_voucher_limit_voucher_id_voucher"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_limit")),
    )
    op.create_index(op.f("ix_voucher_limit_category_id"), "voucher_limit", ["category_id"], unique=False)
    op.create_index(op.f("ix_voucher_limit_product_id"), "voucher_limit", ["product_id"], unique=False)
    op.create_index(op.f("ix_voucher_limit_voucher_id"), "voucher_limit", ["voucher_id"], unique=False)
    op.create_table(
        "voucher_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("freed_at", sa.DateTime(), nullable=True),
        sa.Column("freed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("place between 1 and allowed", name=op.f("ck_voucher_use_place")),
        sa.ForeignKeyConstraint(["freed_by_id"], ["sale.id"], name=op.f("fk_voucher_use_freed_by_id_sale")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_voucher_use_sale_id_sale")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_use_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_use")),
    )
    op.create_index(op.f("ix_voucher_use_sale_id"), "voucher_use", ["sale_id"], unique=False)
    op.create_index(
        "uq_voucher_use_taken",
        "voucher_use",
        ["voucher_id", "place"],
        unique=True,
        sqlite_where=sa.text("freed_at is null"),
        postgresql_where=sa.text("freed_at is null"),
    )
    op.create_table(
        "credit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("rest", sa.BigInteger(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind in ('load', 'spend', 'give_back', 'lapse', 'withdraw')", name=op.f("ck_credit_entry_kind")
        ),
        sa.CheckConstraint("rest >= 0 and amount <> 0", name=op.f("ck_credit_entry_rest")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_credit_entry_sale_id_sale")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_credit_entry_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entry")),
        sa.UniqueConstraint("voucher_id", "ordinal", name=op.f("uq_credit_entry_voucher_id_ordinal")),
    )
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("masked", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_code")),
    )
    op.create_index("ix_wrong_code_at", "wrong_code", ["at"], unique=False)


def _promotions() -> None:
    op.create_table(
        "promotion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("tier_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('percent', 'amount')", name=op.f("ck_promotion_kind")),
        sa.CheckConstraint(
            "value > 0 and (kind <> 'percent' or value <= 10000)", name=op.f("ck_promotion_value")
        ),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_promotion_days")),
        sa.CheckConstraint(
            "from_minute between 0 and 1439 and until_minute between 1 and 1440",
            name=op.f("ck_promotion_minutes"),
        ),
        sa.CheckConstraint("weekdays between 1 and 127", name=op.f("ck_promotion_weekdays")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_promotion_category_id_category")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_promotion_product_id_product")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_promotion_tier_id_tier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    op.create_index(op.f("ix_promotion_category_id"), "promotion", ["category_id"], unique=False)
    op.create_index(op.f("ix_promotion_product_id"), "promotion", ["product_id"], unique=False)
    op.create_index(op.f("ix_promotion_tier_id"), "promotion", ["tier_id"], unique=False)


def _till() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("handed", sa.BigInteger(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind in ('cash', 'card', 'transfer', 'credit', 'points', 'tab')", name=op.f("ck_payment_kind")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payment_amount")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_payment_sale_id_sale")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_payment_voucher_id_voucher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index("ix_payment_day", "payment", ["at", "kind"], unique=False)
    op.create_index(
        "ix_payment_points",
        "payment",
        ["sale_id", "points", "amount"],
        unique=False,
        sqlite_where=sa.text("points is not null"),
        postgresql_where=sa.text("points is not null"),
    )
    op.create_index(op.f("ix_payment_sale_id"), "payment", ["sale_id"], unique=False)
    op.create_table(
        "tab_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("paid_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.CheckConstraint("kind in ('sale', 'paid', 'return', 'adjust')", name=op.f("ck_tab_entry_kind")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_tab_entry_amount")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_tab_entry_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_tab_entry_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tab_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_tab_entry_key")),
    )
    op.create_index("ix_tab_entry_balance", "tab_entry", ["customer_id", "amount"], unique=False)
    op.create_index(op.f("ix_tab_entry_sale_id"), "tab_entry", ["sale_id"], unique=False)
    op.create_table(
        "held_basket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_held_basket_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_basket")),
    )
    op.create_index(op.f("ix_held_basket_customer_id"), "held_basket", ["customer_id"], unique=False)
    op.create_table(
        "day_close",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_close")),
    )
    op.create_index("ix_day_close_day", "day_close", ["day", "id"], unique=False)
    op.create_table(
        "printing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "what in ('slip', 'voucher', 'card', 'statement', 'day_close')", name=op.f("ck_printing_what")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printing")),
    )
    op.create_index("ix_printing_thing", "printing", ["what", "thing_id"], unique=False)
    op.create_table(
        "sale_step",
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("promotion_id", sa.Integer(), nullable=True),
        sa.Column("tier_id", sa.Integer(), nullable=True),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('line', 'promotion', 'tier', 'goods_voucher', 'percent_voucher', 'whole', 'amount_voucher')",
            name=op.f("ck_sale_step_kind"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_sale_step_amount")),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.id"], name=op.f("fk_sale_step_promotion_id_promotion")
        ),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_sale_step_sale_id_sale"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_sale_step_tier_id_tier")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_sale_step_voucher_id_voucher")),
        sa.PrimaryKeyConstraint("sale_id", "place", name=op.f("pk_sale_step")),
    )


def _older() -> None:
    op.add_column("customer", sa.Column("tab_limit", sa.BigInteger(), nullable=True))
    op.add_column(
        "product", sa.Column("earns_points", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column("sale", sa.Column("till", sa.String(length=120), server_default="", nullable=False))
    op.add_column("sale", sa.Column("key", sa.String(length=120), nullable=True))
    op.add_column("sale", sa.Column("request", sa.String(length=120), server_default="", nullable=False))
    op.add_column("sale", sa.Column("tax", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(
        "sale",
        sa.Column(
            "of_sale_id",
            sa.Integer(),
            sa.ForeignKey("sale.id", name="fk_sale_of_sale_id_sale"),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "sale",
        sa.Column(
            "exchange_of_id",
            sa.Integer(),
            sa.ForeignKey("sale.id", name="fk_sale_exchange_of_id_sale"),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("sale", sa.Column("reversal", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("sale", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.add_column("sale", sa.Column("allowed_by", sa.String(length=120), server_default="", nullable=False))
    op.create_index("ix_sale_day", "sale", ["day", "served_by"], unique=False)
    op.drop_index("ix_sale_customer_sold", table_name="sale")
    op.create_index("ix_sale_customer_sold", "sale", ["customer_id", "sold_at", "day"], unique=False)
    op.create_index(
        "ix_sale_exchange_of",
        "sale",
        ["exchange_of_id"],
        unique=False,
        sqlite_where=sa.text("exchange_of_id is not null"),
        postgresql_where=sa.text("exchange_of_id is not null"),
    )
    op.create_index(
        "ix_sale_of_sale",
        "sale",
        ["of_sale_id"],
        unique=False,
        sqlite_where=sa.text("of_sale_id is not null"),
        postgresql_where=sa.text("of_sale_id is not null"),
    )
    op.create_index(
        "uq_sale_key",
        "sale",
        ["key"],
        unique=True,
        sqlite_where=sa.text("key is not null"),
        postgresql_where=sa.text("key is not null"),
    )
    op.add_column("sale_line", sa.Column("tax", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("sale_line", sa.Column("of_ordinal", sa.Integer(), nullable=True))
    op.add_column("wish", sa.Column("bought_at", sa.DateTime(), nullable=True))
