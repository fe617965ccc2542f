import pytest

from shopcrm.services import settings
from shopcrm.services.settings import SettingRefused, Settings
from shopcrm.services.shop import Shop


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("sms_gateway", "pigeon", "kavenegar"),
        ("sms_url", "not an address", "https://sms.example.com/v1/"),
        ("webhook_url", "ftp://example.com", "http://127.0.0.1:8080/in?x=1"),
        ("telegram_bot", "x", "@corner_shop_bot"),
        ("link_days", 366, 30),
        ("link_days", -1, 0),
        ("greet_hour", 24, 8),
        ("tab_limit", -5, 0),
        ("tab_limit", 10**16, None),
        ("sample_seed", -1, 7),
        ("hold_days", "many", 5),
        ("tier_months", None, 3),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_is_kept(
    shop: Shop, name: str, bad: str | int | None, good: str | int | None
) -> None:
    with pytest.raises(SettingRefused):
        shop.do(settings.change, **{name: bad})
    assert shop.ask(settings.read) == Settings()
    assert getattr(shop.do(settings.change, **{name: good}), name) == good
