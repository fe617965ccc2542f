"""What the shop has decided about itself; kept in its file, so that a copy of it is the whole shop."""

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import calendar
from shopcrm.rules.calendar import CalendarKind, ShopDay
from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.money import CURRENCIES, Currency
from shopcrm.rules.standards import Returns, StandardKind
from shopcrm.rules.text import one_line
from shopcrm.services import standard_versions
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared
from shopcrm.store.sales import Sale
from shopcrm.store.settings import Setting
from shopcrm.store.unchanged import while_unchanged

LANGUAGES = ("en", "fa")
THEMES = ("light", "dark")
GATEWAYS = ("", "kavenegar", "smsir", "melipayamak", "twilio")
"""The gateways for text messages; without one they are sent by the shop's own phone."""


class SettingRefused(BadInput):
    """A setting has a value that it cannot have."""

    sentence = "{name} cannot be {value}. It stays as it was. Choose one of: {choices}."


class MoneyFixed(Refused):
    """Amounts are whole smallest units, so another unit would change what every one of them says."""

    sentence = (
        "The shop has sales or prices in {before}, so its money cannot become {after}. It stays as it was. "
        "Begin a new shop file for other money."
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The shop's decisions; hours are 0 to 23 on the shop's clock, spans are whole days.

    `region` is the country whose way of dialling is meant where a phone number names none. An empty
    `sms_url` is the gateway's own address. `stop_words` are the shop's own, parted by commas. Goods are held
    for `hold_days` where nobody says how long.

    `tab_limit` is how much anybody may owe in smallest units, None as much as they like. `discount_limit`
    is the percentage that staff may take off by hand; beyond it a manager agrees. `owed_points` says what
    becomes of points that a return takes back and that were spent already (R3), `grace_days` how long points
    that come back after their last day stay (R4), and `voucher_back` what becomes of a used voucher (R5).
    Tiers come from `tier_measure` within `tier_window`: the last `tier_months` months, or the calendar year
    (T1). Nobody is asked how content they are more than `asks_a_month` times in 30 days (K4), and a settled
    case is looked back on after `look_back_days`. While `sending_rests` no message goes out: the shop was
    restored, and nobody has agreed yet.
    """

    shop_name: str = ""
    shop_phone: str = ""
    shop_address: str = ""
    return_policy: str = ""
    language: str = "en"
    calendar: str = "gregorian"
    currency: str = "IRT"
    zone: str = "Asia/Tehran"
    region: str = "IR"
    day_starts_at: int = 0
    theme: str = "light"
    sample_seed: int | None = None
    first_run_done: bool = False
    mail_host: str = ""
    mail_port: int = 587
    mail_security: str = "starttls"
    mail_user: str = ""
    mail_from: str = ""
    quiet_from: int = 21
    quiet_until: int = 9
    weekly_cap: int = 2
    repeat_days: int = 14
    sms_gateway: str = ""
    sms_sender: str = ""
    sms_user: str = ""
    sms_url: str = ""
    telegram_bot: str = ""
    webhook_url: str = ""
    webhook_name: str = ""
    whatsapp: bool = True
    link_days: int = 14
    hold_days: int = 3
    greet: bool = False
    greet_hour: int = 10
    stop_words: str = ""
    prices_include_tax: bool = True
    usual_payment: str = "card"
    tab_limit: int | None = None
    discount_limit: int = 10
    return_days: int = 14
    reverse_minutes: int = 10
    owed_points: str = "owe"
    grace_days: int = 0
    voucher_back: str = "free"
    tier_measure: str = "spend"
    tier_window: str = "months"
    tier_months: int = 12
    tier_down: str = "period"
    tier_announce_days: int = 30
    asks_a_month: int = 1
    look_back_days: int = 30
    wrong_codes_an_hour: int = 20
    lock_minutes: int = 10
    slip_width: int = 80
    slip_printer: str = ""
    slip_words: str = ""
    slip_by_itself: bool = False
    sending_rests: bool = False

    @property
    def days(self) -> ShopDay:
        """How the shop counts its days."""
        return ShopDay(self.zone, self.day_starts_at)

    @property
    def money(self) -> Currency:
        """The shop's currency."""
        return CURRENCIES[self.currency]

    @property
    def calendar_kind(self) -> CalendarKind:
        """The calendar in which people see and type days."""
        return CalendarKind(self.calendar)

    @property
    def is_sample(self) -> bool:
        """Whether everything in this shop was made up."""
        return self.sample_seed is not None


LOGO = "logo"
"""Under this name the shop's picture is kept; it is large, so decisions are read without it."""
_WRITTEN = Prepared(select(Setting.name, Setting.value).where(Setting.name != LOGO))
_DECIDED = "decided"
"""Under this name a session keeps what it read."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "theme": THEMES,
    "calendar": tuple(CalendarKind),
    "currency": tuple(CURRENCIES),
    "mail_security": ("starttls", "tls", "none"),
    "sms_gateway": GATEWAYS,
    "usual_payment": ("cash", "card", "transfer", "tab"),
    "owed_points": ("owe", "forgive", "refund"),
    "voucher_back": ("free", "new", "never"),
    "tier_measure": ("spend", "points", "visits"),
    "tier_window": ("months", "year"),
    "tier_down": ("never", "period", "returned"),
}
_RANGES = (
    ("day_starts_at", 0, 23),
    ("quiet_from", 0, 23),
    ("quiet_until", 0, 23),
    ("greet_hour", 0, 23),
    ("mail_port", 1, 65535),
    ("weekly_cap", 1, 50),
    ("repeat_days", 0, 365),
    ("link_days", 0, 365),
    ("hold_days", 0, 365),
    ("tab_limit", 0, 10**15),
    ("discount_limit", 0, 100),
    ("return_days", 0, 3650),
    ("reverse_minutes", 0, 1440),
    ("grace_days", 0, 365),
    ("tier_months", 1, 60),
    ("tier_announce_days", 0, 365),
    ("asks_a_month", 0, 30),
    ("look_back_days", 1, 365),
    ("wrong_codes_an_hour", 1, 1000),
    ("lock_minutes", 0, 1440),
    ("slip_width", 58, 80),
    ("sample_seed", 0, 2**31),
)
_OPTIONAL = frozenset({"tab_limit", "sample_seed"})
"""What may be left undecided."""
_URL = re.compile(r"https?://[^\s/?#]+[^\s]*")
_BOT = re.compile(r"@?[A-Za-z][A-Za-z0-9_]{3,31}")


def read(session: Session) -> Settings:
    """Read the shop's decisions, once for each transaction; what was never decided has its default."""
    decided: Settings | None = session.info.get(_DECIDED)
    if decided is None:
        decided = session.info[_DECIDED] = _decided(while_unchanged(session, _DECIDED, _rows))
    return decided


def _rows(session: Session) -> tuple[tuple[str, str], ...]:
    return tuple(_WRITTEN.rows(session))


@lru_cache(maxsize=8)
def _decided(rows: tuple[tuple[str, str], ...]) -> Settings:
    """Make decisions of what is written; the same rows are read again and again."""
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: json.loads(value) for name, value in rows if name in known})


def change(session: Session, /, **values: str | int | bool | None) -> Settings:
    """Change some decisions; raises SettingRefused or UnknownZone with all of them as they were."""
    before = read(session)
    tidy = {
        name: one_line(v) if isinstance(v, str) and "policy" not in name else v for name, v in values.items()
    }
    after = replace(before, **tidy)  # type: ignore[arg-type] # _check looks at each value
    _check(after)
    _keep_money(session, before, after)
    old = asdict(before)
    for name, value in asdict(after).items():
        if value != old[name]:
            _write(session, name, json.dumps(value, ensure_ascii=False))
    session.info[_DECIDED] = after
    _keep_terms(session, before, after)
    return after


def wear(
    session: Session, /, *, language: str | None = None, theme: str | None = None, calendar: str | None = None
) -> Settings:
    """Change only how the shop looks and speaks, which anybody who works here may; errors as in `change`."""
    values = {"language": language, "theme": theme, "calendar": calendar}
    return change(session, **{name: value for name, value in values.items() if value is not None})


def _write(session: Session, name: str, value: str) -> None:
    row = session.get(Setting, name)
    if row is None:
        session.add(Setting(name=name, value=value))
    else:
        row.value = value


def _keep_terms(session: Session, before: Settings, after: Settings) -> None:
    """Write down a new version of the return terms, so that what held on a day can be read later."""
    if (before.return_policy, before.return_days) != (after.return_policy, after.return_days):
        terms = Returns(after.return_policy, after.return_days)
        standard_versions.add(session, StandardKind.RETURNS, terms)


def _keep_money(session: Session, before: Settings, after: Settings) -> None:
    """Refuse other money once there are amounts; rial and toman are the same money shown in two ways."""
    if before.currency == after.currency or {before.currency, after.currency} == {"IRR", "IRT"}:
        return
    priced = exists().where(or_(Product.price.is_not(None), Product.cost.is_not(None)))
    if session.scalar(select(or_(exists(select(Sale.id)), priced))):
        raise MoneyFixed(before=before.currency, after=after.currency)


def _check(settings: Settings) -> None:
    values = asdict(settings)
    for name, choices in _CHOICES.items():
        if values[name] not in choices:
            raise SettingRefused(name=name, value=str(values[name]), choices=", ".join(choices))
    calendar.zone(settings.zone)
    for name, low, high in _RANGES:
        value = values[name]
        if value is None and name in _OPTIONAL:
            continue
        if type(value) is not int or not low <= value <= high:
            raise SettingRefused(name=name, value=str(value), choices=f"{low}-{high}")
    for name in ("sms_url", "webhook_url"):
        if values[name] and not _URL.fullmatch(values[name]):
            raise SettingRefused(name=name, value=values[name], choices="https://...")
    if settings.telegram_bot and not _BOT.fullmatch(settings.telegram_bot):
        raise SettingRefused(name="telegram_bot", value=settings.telegram_bot, choices="@shop_bot")
