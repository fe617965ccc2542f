"""What the database itself watches over: the search index, and histories that are only ever added to.

All of it can be made again at any time without losing anything; it is, after each change of tables,
because rebuilding a table drops its triggers.
"""

from collections.abc import Collection

from sqlalchemy import Connection

_APPEND_ONLY = ("audit_entry", "consent", "stock_move", "credit_entry", "pin_try", "payment", "standard")
_LEDGERS = {
    "point_posting": ("why", "reason"),
    "point_lot": (),
    "point_entry": (),
    "tier_change": ("reason",),
    "tab_entry": ("reason",),
    "complaint_change": ("why",),
    "remedy": ("words",),
}
"""Histories whose rows only ever come to belong to another customer, by a merge.

Words in them only ever go, when the customer is erased; none comes in the place of others.
"""
_KEPT = (
    "audit_entry",
    "point_posting",
    "point_lot",
    "point_entry",
    "tab_entry",
    "credit_entry",
    "payment",
    "complaint",
    "complaint_change",
    "remedy",
    "standard",
)
"""Histories from which nothing is ever removed."""

_SEARCHED = ("customer", "product")


def make_guards(connection: Connection) -> None:
    """Make the search indexes and triggers that are missing."""
    if connection.dialect.name != "sqlite":
        return
    for table in _APPEND_ONLY:
        _refuse_updates(connection, table)
    for table, words in _LEDGERS.items():
        _refuse_updates(connection, table, of=_all_but(connection, table, {"customer_id", *words}))
        for column in words:
            _refuse_other_words(connection, table, column)
    for table in _KEPT:
        _refuse_removal(connection, table)
    for table in _SEARCHED:
        _index_words(connection, table)


def _all_but(connection: Connection, table: str, free: Collection[str]) -> str:
    names = connection.exec_driver_sql(f"SELECT name FROM pragma_table_info('{table}')").scalars()
    return " OF " + ", ".join(name for name in names.all() if name not in free)


def _refuse_updates(connection: Connection, table: str, of: str = "") -> None:
    connection.exec_driver_sql(
        f"CREATE TRIGGER IF NOT EXISTS {table}_stays BEFORE UPDATE{of} ON {table} "
        f"BEGIN SELECT raise(ABORT, '{table} is only ever added to'); END"
    )


def _refuse_other_words(connection: Connection, table: str, column: str) -> None:
    connection.exec_driver_sql(
        f"CREATE TRIGGER IF NOT EXISTS {table}_{column}_stays BEFORE UPDATE OF {column} ON {table} "
        f"WHEN new.{column} <> '' AND new.{column} IS NOT old.{column} "
        f"BEGIN SELECT raise(ABORT, '{table} is only ever added to'); END"
    )


def _refuse_removal(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(
        f"CREATE TRIGGER IF NOT EXISTS {table}_is_kept BEFORE DELETE ON {table} "
        f"BEGIN SELECT raise(ABORT, '{table} is only ever added to'); END"
    )


def _index_words(connection: Connection, table: str) -> None:
    """Index the folded words of a table by their trigrams, kept by triggers on the words alone."""
    index = f"{table}_words"
    known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (index,)).first()
    if known is None:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {index} USING fts5(skey, content='{table}', content_rowid='id', "
            "tokenize='trigram', columnsize=0)"
        )
        # Without this, words of an erased person would stay readable in the index.
        connection.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES('secure-delete', 1)")
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES('rebuild')")
    # The list of trigrams, with how many rows hold each, tells what two letters can lead to.
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index}_vocabulary USING fts5vocab('{index}', 'row')"
    )
    add = f"INSERT INTO {index}(rowid, skey) VALUES (new.id, new.skey);"
    drop = f"INSERT INTO {index}({index}, rowid, skey) VALUES ('delete', old.id, old.skey);"
    triggers = {
        "added": ("INSERT", add),
        "removed": ("DELETE", drop),
        "renamed": ("UPDATE OF skey", drop + add),
    }
    for name, (act, body) in triggers.items():
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS {index}_{name} AFTER {act} ON {table} BEGIN {body} END"
        )
