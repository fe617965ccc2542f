from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm.services import health
from shopcrm.services.shop import Shop
from tests import makers


def _fine(shop: Shop) -> dict[str, bool]:
    return {finding.name: finding.fine for finding in shop.ask(health.examine)}


def test_a_shop_in_order_is_found_so(shop: Shop) -> None:
    makers.sale(shop, makers.customer(shop), (makers.product(shop), 1000, 500))
    assert all(_fine(shop).values())


def test_a_sale_that_is_not_the_sum_of_its_lines_shows(shop: Shop) -> None:
    makers.sale(shop, None, (makers.product(shop), 1000, 500))
    shop.do(lambda session: session.execute(text("UPDATE sale SET total = total + 1")))
    assert _fine(shop)["totals"] is False


def test_an_altered_trail_shows(shop: Shop) -> None:
    makers.customer(shop)

    def forge(session: Session) -> None:
        session.execute(text("DROP TRIGGER audit_entry_stays"))
        session.execute(text("UPDATE audit_entry SET detail = 'nothing'"))

    shop.do(forge)
    assert _fine(shop)["trail"] is False


def test_a_link_that_leads_nowhere_shows(shop: Shop) -> None:
    who = makers.customer(shop)
    makers.phone(shop, who, "+989121234567")
    with shop.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        connection.rollback()
        for line in ("PRAGMA foreign_keys=OFF", "DELETE FROM customer", "PRAGMA foreign_keys=ON"):
            raw.cursor().execute(line)
    assert _fine(shop)["links"] is False


def test_a_search_index_that_does_not_fit_shows(shop: Shop) -> None:
    makers.customer(shop, name="Sara")
    shop.do(lambda session: session.execute(text("DROP TRIGGER customer_words_renamed")))
    shop.do(lambda session: session.execute(text("UPDATE customer SET skey = 'somebody else'")))
    assert _fine(shop)["search"] is False


def test_what_is_written_meanwhile_neither_looks_like_damage_nor_waits(shop: Shop) -> None:
    def look(session: Session) -> dict[str, bool]:
        session.execute(text("SELECT count(*) FROM customer"))
        makers.customer(shop)  # Somebody else writes, and so what is looked at is of an older moment.
        found = {one.name: one.fine for one in health.examine(session)}
        makers.customer(shop)
        return found

    assert all(shop.ask(look).values())
