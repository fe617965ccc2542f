"""What a shop can choose, as options for the wizard and the settings page."""

from shopcrm.desk.widgets.choices import Option
from shopcrm.rules.money import CURRENCIES
from shopcrm.rules.wording import Words

ZONES = (
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Dubai",
    "Asia/Baghdad",
    "Asia/Dushanbe",
    "Europe/Istanbul",
    "Europe/Berlin",
    "Europe/London",
    "America/Toronto",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
REGIONS = ("IR", "AF", "AE", "IQ", "TJ", "TR", "DE", "GB", "US", "CA")


def languages() -> list[Option]:
    """Name each language in itself, so that everybody finds their own."""
    from_itself = (("en", "English"), ("fa", "فارسی"))
    return [Option(code, name) for code, name in from_itself]


def themes(words: Words) -> list[Option]:
    """Offer the two looks."""
    return [Option("light", words.say("Light"), "sun"), Option("dark", words.say("Dark"), "moon")]


def calendars(words: Words) -> list[Option]:
    """Offer the two calendars."""
    return [Option("jalali", words.say("Jalali")), Option("gregorian", words.say("Gregorian"))]


def currencies(words: Words) -> list[Option]:
    """Offer the currencies; toman is a way to show rial."""
    return [Option(c.code, c.persian if words.rtl else f"{c.code} {c.english}") for c in CURRENCIES.values()]


def zones(words: Words, chosen: str) -> list[Option]:
    """Offer the usual time zones, and the one that was chosen."""
    names = ZONES if chosen in ZONES else (chosen, *ZONES)
    return [Option(name, words.ltr(name)) for name in names]


def regions(words: Words) -> list[Option]:
    """Offer the countries whose way of dialling is meant where a number names none."""
    return [Option(code, words.ltr(code)) for code in REGIONS]


def securities(words: Words) -> list[Option]:
    """Offer how the line to the mail server is kept secret."""
    return [
        Option("starttls", words.say("STARTTLS (usual)")),
        Option("tls", words.say("TLS from the start")),
        Option("none", words.say("None (this computer only)")),
    ]
