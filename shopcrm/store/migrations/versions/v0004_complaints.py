"""Adds complaints with all that follows from them, promises, standards; and what each line bore of a voucher."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # So that a return of other goods gives nothing of a voucher back.
    op.add_column("sale_step", sa.Column("shares", sa.Text(), server_default="", nullable=False))
    _cause()
    _holiday()
    _standard()
    _improvement()
    _standard_reading()
    _special_order()
    _complaint()
    _order_detail()
    _asking()
    _complaint_change()
    _complaint_photo()
    _complaint_word()
    _promise()
    _remedy()


def _cause() -> None:
    op.create_table(
        "cause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["cause.id"], name=op.f("fk_cause_parent_id_cause")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
    )
    op.create_index(op.f("ix_cause_parent_id"), "cause", ["parent_id"], unique=False)


def _holiday() -> None:
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
    )


def _standard() -> None:
    op.create_table(
        "standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind in ('dos', 'returns', 'guarantees', 'hours', 'clocks', 'remedies', 'phrases')",
            name=op.f("ck_standard_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_standard_kind_version")),
    )


def _improvement() -> None:
    op.create_table(
        "improvement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("state in ('open', 'done', 'dropped')", name=op.f("ck_improvement_state")),
        sa.ForeignKeyConstraint(["cause_id"], ["cause.id"], name=op.f("fk_improvement_cause_id_cause")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
    )
    op.create_index(op.f("ix_improvement_cause_id"), "improvement", ["cause_id"], unique=False)


def _standard_reading() -> None:
    op.create_table(
        "standard_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("staff", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_standard_reading_standard_id_standard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_reading")),
        sa.UniqueConstraint("standard_id", "staff", name=op.f("uq_standard_reading_standard_id_staff")),
    )
    op.create_index(
        op.f("ix_standard_reading_standard_id"), "standard_reading", ["standard_id"], unique=False
    )


def _special_order() -> None:
    op.create_table(
        "special_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("deposit", sa.BigInteger(), nullable=False),
        sa.Column("deposit_sale_id", sa.Integer(), nullable=True),
        sa.Column("deposit_voucher_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("ready_at", sa.DateTime(), nullable=True),
        sa.Column("handed_at", sa.DateTime(), nullable=True),
        sa.Column("handed_by", sa.String(length=120), nullable=False),
        sa.Column("handed_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state in ('open', 'ready', 'handed_over', 'withdrawn')", name=op.f("ck_special_order_state")
        ),
        sa.CheckConstraint("deposit >= 0", name=op.f("ck_special_order_deposit")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_special_order_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["deposit_sale_id"], ["sale.id"], name=op.f("fk_special_order_deposit_sale_id_sale")
        ),
        sa.ForeignKeyConstraint(
            ["deposit_voucher_id"], ["voucher.id"], name=op.f("fk_special_order_deposit_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_order")),
        sa.UniqueConstraint("number", name=op.f("uq_special_order_number")),
    )
    op.create_index(op.f("ix_special_order_customer_id"), "special_order", ["customer_id"], unique=False)
    op.create_index(
        op.f("ix_special_order_deposit_sale_id"), "special_order", ["deposit_sale_id"], unique=False
    )
    op.create_index(
        op.f("ix_special_order_deposit_voucher_id"), "special_order", ["deposit_voucher_id"], unique=False
    )
    op.create_index("ix_special_order_state", "special_order", ["state", "promised_on"], unique=False)


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("sale_ordinal", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("staff", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("wants", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(length=120), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.Column("answer_due", sa.DateTime(), nullable=True),
        sa.Column("settle_due", sa.DateTime(), nullable=True),
        sa.Column("answer_left", sa.Integer(), nullable=True),
        sa.Column("settle_left", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=120), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("followed_up_at", sa.DateTime(), nullable=True),
        sa.Column("look_back_on", sa.Date(), nullable=True),
        sa.Column("cause_id", sa.Integer(), nullable=True),
        sa.Column("learned_at", sa.DateTime(), nullable=True),
        sa.Column("learned_by", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "about in ('', 'sale', 'goods', 'service', 'staff', 'delivery')", name=op.f("ck_complaint_about")
        ),
        sa.CheckConstraint("kind in ('complaint', 'suggestion', 'praise')", name=op.f("ck_complaint_kind")),
        sa.CheckConstraint(
            "outcome in ('', 'happy', 'accepted', 'not_happy', 'unreached', 'taken_up', 'answered')",
            name=op.f("ck_complaint_outcome"),
        ),
        sa.CheckConstraint(
            "state in ('draft', 'open', 'waiting_customer', 'waiting_us', 'settled', 'reopened', 'withdrawn')",
            name=op.f("ck_complaint_state"),
        ),
        sa.CheckConstraint("severity between 0 and 5", name=op.f("ck_complaint_severity")),
        sa.ForeignKeyConstraint(["cause_id"], ["cause.id"], name=op.f("fk_complaint_cause_id_cause")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_complaint_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["special_order.id"], name=op.f("fk_complaint_order_id_special_order")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_complaint_product_id_product")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_complaint_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    op.create_index(op.f("ix_complaint_cause_id"), "complaint", ["cause_id"], unique=False)
    op.create_index(op.f("ix_complaint_customer_id"), "complaint", ["customer_id"], unique=False)
    op.create_index(op.f("ix_complaint_order_id"), "complaint", ["order_id"], unique=False)
    op.create_index(op.f("ix_complaint_product_id"), "complaint", ["product_id"], unique=False)
    op.create_index(
        "ix_complaint_responsible", "complaint", ["responsible", "state", "settle_due", "id"], unique=False
    )
    op.create_index(op.f("ix_complaint_sale_id"), "complaint", ["sale_id"], unique=False)
    op.create_index("ix_complaint_state", "complaint", ["state", "settle_due", "id"], unique=False)
    for name, columns, where in (
        ("ix_complaint_answer", ["answer_due"], "answer_due is not null"),
        ("ix_complaint_to_learn", ["state", "kind", "id"], "learned_at is null"),
        ("ix_complaint_follow_up", ["state", "follow_up_on"], "followed_up_at is null"),
    ):
        op.create_index(
            name,
            "complaint",
            columns,
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_index("ix_complaint_taken", "complaint", ["taken_at", "cause_id"], unique=False)
    op.create_index(
        "uq_complaint_key",
        "complaint",
        ["key"],
        unique=True,
        sqlite_where=sa.text("key is not null"),
        postgresql_where=sa.text("key is not null"),
    )


def _order_detail() -> None:
    op.create_table(
        "order_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(), nullable=True),
        sa.Column("ticked_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["special_order.id"], name=op.f("fk_order_detail_order_id_special_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_detail")),
        sa.UniqueConstraint("order_id", "place", name=op.f("uq_order_detail_order_id_place")),
    )
    op.create_index(op.f("ix_order_detail_order_id"), "order_detail", ["order_id"], unique=False)


def _asking() -> None:
    op.create_table(
        "asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("task", sa.String(length=120), nullable=False),
        sa.Column("task_words", sa.Text(), nullable=False),
        sa.Column("task_done_at", sa.DateTime(), nullable=True),
        sa.Column("task_done_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("about in ('visit', 'case')", name=op.f("ck_asking_about")),
        sa.CheckConstraint("task in ('', 'open', 'done')", name=op.f("ck_asking_task")),
        sa.CheckConstraint("way in ('counter', 'paper', 'message')", name=op.f("ck_asking_way")),
        sa.CheckConstraint("score is null or score between 0 and 10", name=op.f("ck_asking_score")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_asking_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_asking_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_asking_message_id_message")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_asking_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking")),
    )
    op.create_index("ix_asking_customer_asked", "asking", ["customer_id", "asked_at"], unique=False)
    op.create_index(op.f("ix_asking_message_id"), "asking", ["message_id"], unique=False)
    op.create_index(op.f("ix_asking_sale_id"), "asking", ["sale_id"], unique=False)
    op.create_index(
        "ix_asking_task",
        "asking",
        ["task"],
        unique=False,
        sqlite_where=sa.text("task = 'open'"),
        postgresql_where=sa.text("task = 'open'"),
    )
    op.create_index(
        "uq_asking_complaint",
        "asking",
        ["complaint_id"],
        unique=True,
        sqlite_where=sa.text("complaint_id is not null"),
        postgresql_where=sa.text("complaint_id is not null"),
    )


def _complaint_change() -> None:
    op.create_table(
        "complaint_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("till", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'open', 'waiting_customer', 'waiting_us', 'settled', 'reopened', 'withdrawn')",
            name=op.f("ck_complaint_change_state"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_change_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_change")),
    )
    op.create_index(
        op.f("ix_complaint_change_complaint_id"), "complaint_change", ["complaint_id"], unique=False
    )


def _complaint_photo() -> None:
    op.create_table(
        "complaint_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_photo_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_photo")),
        sa.UniqueConstraint("complaint_id", "place", name=op.f("uq_complaint_photo_complaint_id_place")),
    )
    op.create_index(
        op.f("ix_complaint_photo_complaint_id"), "complaint_photo", ["complaint_id"], unique=False
    )


def _complaint_word() -> None:
    op.create_table(
        "complaint_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("way in ('note', 'told', 'heard')", name=op.f("ck_complaint_word_way")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_word_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_complaint_word_message_id_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_word")),
    )
    op.create_index(op.f("ix_complaint_word_complaint_id"), "complaint_word", ["complaint_id"], unique=False)
    op.create_index(op.f("ix_complaint_word_message_id"), "complaint_word", ["message_id"], unique=False)


def _promise() -> None:
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("if_broken", sa.Text(), nullable=False),
        sa.Column("makes", sa.String(length=120), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("makes in ('', 'voucher', 'points', 'service')", name=op.f("ck_promise_makes")),
        sa.CheckConstraint(
            "state in ('open', 'kept', 'broken', 'made_up', 'withdrawn')", name=op.f("ck_promise_state")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_promise_value")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_promise_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_promise_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["special_order.id"], name=op.f("fk_promise_order_id_special_order")
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["point_posting.id"], name=op.f("fk_promise_posting_id_point_posting")
        ),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_promise_voucher_id_voucher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_complaint_id"), "promise", ["complaint_id"], unique=False)
    op.create_index(op.f("ix_promise_customer_id"), "promise", ["customer_id"], unique=False)
    op.create_index(op.f("ix_promise_order_id"), "promise", ["order_id"], unique=False)
    op.create_index(op.f("ix_promise_posting_id"), "promise", ["posting_id"], unique=False)
    op.create_index("ix_promise_state", "promise", ["state", "due_on"], unique=False)
    op.create_index(op.f("ix_promise_voucher_id"), "promise", ["voucher_id"], unique=False)


def _remedy() -> None:
    op.create_table(
        "remedy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("allowed_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind in ('apology', 'explanation', 'exchange', 'refund', 'voucher', 'points', 'service')",
            name=op.f("ck_remedy_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_remedy_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["point_posting.id"], name=op.f("fk_remedy_posting_id_point_posting")
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_remedy_sale_id_sale")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("fk_remedy_voucher_id_voucher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy")),
        sa.UniqueConstraint("complaint_id", "turn", "kind", name=op.f("uq_remedy_complaint_id_turn_kind")),
    )
    op.create_index(op.f("ix_remedy_complaint_id"), "remedy", ["complaint_id"], unique=False)
    op.create_index(op.f("ix_remedy_posting_id"), "remedy", ["posting_id"], unique=False)
    op.create_index(op.f("ix_remedy_sale_id"), "remedy", ["sale_id"], unique=False)
    op.create_index(op.f("ix_remedy_voucher_id"), "remedy", ["voucher_id"], unique=False)
