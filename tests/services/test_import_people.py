"""A list of customers brings all that is known of people, from phones and mail programs as well."""

from collections.abc import Sequence

import pytest

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.cell_dates import DayOrder
from shopcrm.rules.column_names import FileKind
from shopcrm.rules.columns import guess
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.occasions import OccasionKind
from shopcrm.services import consents, customers, erasure, merges, occasions, preferences, settings
from shopcrm.services.customers import Draft
from shopcrm.services.occasions import OccasionDraft
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.shop import Shop
from tests import makers
from tests.services.test_imports import Rows, bring, counts, reasons

NEW_GOOGLE = (
    "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Name Prefix", "Name Suffix", "Nickname",
    "File As", "Organization Name", "Organization Title", "Birthday", "Notes", "Photo", "Labels",
    "E-mail 1 - Label", "E-mail 1 - Value", "E-mail 2 - Label", "E-mail 2 - Value", "Phone 1 - Label",
    "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value", "Address 1 - Label", "Address 1 - Formatted",
    "Address 1 - Street", "Address 1 - City", "Website 1 - Value",
)  # fmt: skip
OLD_GOOGLE = (
    "Name", "Given Name", "Additional Name", "Family Name", "Yomi Name", "Name Prefix", "Birthday", "Notes",
    "Language", "Group Membership", "E-mail 1 - Type", "E-mail 1 - Value", "Phone 1 - Type",
    "Phone 1 - Value",
)  # fmt: skip
OUTLOOK = (
    "First Name", "Middle Name", "Last Name", "Title", "Suffix", "E-mail Address", "E-mail 2 Address",
    "E-mail Display Name", "Home Phone", "Business Phone", "Mobile Phone", "Home Street", "Home Street 2",
    "Home City", "Company", "Department", "Job Title", "Web Page", "Birthday", "Anniversary", "Notes",
    "Manager's Name", "Categories", "Business Fax",
)  # fmt: skip
FIELDS = ("Number", "Name", "Title", "Phone", "Card", "Address", "Birthday", "Tags", "Needs", "Consent")


def row(names: Sequence[str], **cells: str) -> list[str]:
    by_name = {name.replace("_", " "): cell for name, cell in cells.items()}
    return [by_name.get(name.replace(" - ", " ").replace("-", " "), "") for name in names]


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (
            NEW_GOOGLE,
            {
                "first_name": "First Name", "last_name": "Last Name", "honorific": "Name Prefix",
                "birthday": "Birthday", "note": "Notes", "tags": "Labels", "email": "E-mail 1 - Value",
                "email_2": "E-mail 2 - Value", "phone": "Phone 1 - Value", "phone_2": "Phone 2 - Value",
                "address": "Address 1 - Formatted",
            },
        ),
        (
            OLD_GOOGLE,
            {
                "name": "Name", "first_name": "Given Name", "last_name": "Family Name",
                "honorific": "Name Prefix", "birthday": "Birthday", "note": "Notes", "language": "Language",
                "tags": "Group Membership", "email": "E-mail 1 - Value", "phone": "Phone 1 - Value",
            },
        ),
        (
            OUTLOOK,
            {
                "first_name": "First Name", "last_name": "Last Name", "honorific": "Title",
                "email": "E-mail Address", "email_2": "E-mail 2 Address", "phone": "Mobile Phone",
                "phone_2": "Home Phone", "address": "Home Street", "birthday": "Birthday", "note": "Notes",
                "tags": "Categories",
            },
        ),
    ],
    ids=["new Google", "old Google", "Outlook"],
)  # fmt: skip
def test_columns_of_phones_and_mail_programs(names: Sequence[str], fields: dict[str, str]) -> None:
    found = guess(FileKind.CUSTOMERS, names, ())
    assert {field: names[place] for field, place in found.items()} == fields


def test_contacts_of_a_phone(shop: Shop) -> None:
    sara = row(
        NEW_GOOGLE, First_Name="Sara", Middle_Name="X", Last_Name="Noori", Name_Prefix="Dr.",
        Organization_Name="Shop", Birthday="--05-07", Labels="* myContacts ::: Friends ::: VIP",
        E_mail_1_Value="a@example.com ::: b@example.com", Phone_1_Value="0912 345 6789 ::: +989351112233",
        Address_1_Formatted="12 Main St\nTehran",
    )  # fmt: skip
    table = Rows(NEW_GOOGLE, [sara])
    assert counts(bring(shop, table)) == (1, 1, 0, 0, 0)
    sheet = shop.ask(customers.show, 1)
    assert (sheet.name, sheet.honorific, sheet.tags) == ("Sara Noori", "Dr.", ("Friends", "VIP"))
    assert sheet.phones == ("+989123456789", "+989351112233")
    assert sheet.emails == ("a@example.com", "b@example.com")
    assert sheet.addresses == ("12 Main St\nTehran",)
    day = sheet.occasions[0]
    assert (day.kind, day.calendar, day.month, day.day, day.year) == (
        OccasionKind.BIRTHDAY, CalendarKind.GREGORIAN, 5, 7, None,
    )  # fmt: skip
    assert counts(bring(shop, table)) == (1, 0, 0, 1, 0)


def test_a_list_brings_everything_and_twice_changes_nothing(shop: Shop) -> None:
    table = Rows(
        FIELDS,
        [
            ["7", "سارا", "خانم", "09123456789", "12-34 5678", "خیابان اول\nتهران\n\nکرج", "۱۳۷۰/۱۰/۰۵",
             "وفادار، عمده", "بدون قند", "yes"],
            ["8", "Reza", "", "", "", "", "5 دی", "عمده", "", ""],
        ],
    )  # fmt: skip
    assert counts(bring(shop, table)) == (2, 2, 0, 0, 0)
    sheet = shop.ask(customers.show, 1)
    assert (sheet.honorific, sheet.tags, sheet.addresses) == (
        "خانم", ("وفادار", "عمده"), ("خیابان اول\nتهران", "کرج"),
    )  # fmt: skip
    assert [card.number for card in sheet.cards] == ["12345678"]
    assert [(day.calendar, day.year, day.month, day.day) for day in sheet.occasions] == [
        (CalendarKind.JALALI, 1370, 10, 5)
    ]
    assert [(one.kind, one.words) for one in sheet.preferences] == [(Kind.NEEDS, "بدون قند")]
    assert shop.ask(customers.by_id_or_code, "12345678") == 1
    assert counts(bring(shop, table)) == (2, 0, 0, 2, 0)


def test_known_people_learn_what_is_new_and_lose_nothing(shop: Shop) -> None:
    draft = Draft(
        name="Sara", code="7", tags=["vip"], addresses=["Old Street 1"], card="111",
        occasions=[
            OccasionDraft(
                OccasionKind.BIRTHDAY, 10, 5, calendar=CalendarKind.JALALI, label="50th", remind_days=3
            )
        ],
    )  # fmt: skip
    sara = shop.do(customers.add, draft).id
    empty = Rows(FIELDS, [["7", "", "", "", "", "", "", "", "", ""]])
    assert counts(bring(shop, empty)) == (1, 0, 0, 1, 0)
    more = Rows(FIELDS, [["7", "", "Ms", "", "", "New Street 2", "1370/10/5", "VIP; wholesale", "", ""]])
    assert counts(bring(shop, more)) == (1, 0, 1, 0, 0)
    assert counts(bring(shop, more)) == (1, 0, 0, 1, 0)
    sheet = shop.ask(customers.show, sara)
    assert sheet.tags == ("vip", "wholesale")
    assert sheet.addresses == ("Old Street 1", "New Street 2")
    assert [(day.label, day.remind_days, day.year) for day in sheet.occasions] == [("50th", 3, 1370)]
    assert [card.number for card in sheet.cards] == ["111"]


def test_a_tag_in_use_keeps_its_spelling_and_finds_who_is_new(shop: Shop) -> None:
    shop.do(customers.add, Draft(name="Sara", tags=["VIP"]))
    bring(shop, Rows(("Name", "Phone", "Tags"), [["Reza", "09123456789", "vip"]]))
    assert shop.ask(customers.show, 2).tags == ("VIP",)


def test_the_same_day_in_the_other_calendar_is_no_news(shop: Shop) -> None:
    bring(shop, Rows(FIELDS, [["7", "Sara", "", "", "", "", "1991-12-26", "", "", ""]]))
    said = Rows(FIELDS, [["7", "", "", "", "", "", "1370/10/05", "", "", ""]])
    assert counts(bring(shop, said)) == (1, 0, 0, 1, 0)
    other = Rows(FIELDS, [["7", "", "", "", "", "", "1370/10/06", "", "", ""]])
    assert counts(bring(shop, other)) == (1, 0, 1, 0, 0)
    (day,) = shop.ask(occasions.of_customer, 1)
    assert (day.calendar, day.day) == (CalendarKind.JALALI, 6)


def test_the_order_of_day_and_month_is_decided_over_the_column(shop: Shop) -> None:
    names = ("Name", "Phone", "Birthday")
    rows = [["Sara", "09123456789", "12/26/1991"], ["Reza", "09351112233", "5/7/1990"],
            ["Ali", "09351112234", "0/0/00"]]  # fmt: skip
    assert counts(bring(shop, Rows(names, rows))) == (3, 3, 0, 0, 0)
    assert [(day.month, day.day) for key in (1, 2, 3) for day in shop.ask(occasions.of_customer, key)] == [
        (12, 26), (5, 7),
    ]  # fmt: skip
    assert counts(bring(shop, Rows(names, rows), order=DayOrder.MONTH_FIRST)) == (3, 0, 0, 3, 0)


def test_C4_a_card_is_asked_before_a_number_and_may_not_disagree_with_it(shop: Shop) -> None:
    shop.do(customers.add, Draft(name="Sara", code="7", card="111"))
    shop.do(customers.add, Draft(name="Reza", code="8", card="222"))
    names = ("Number", "Card", "Name", "Email")
    by_card = Rows(names, [["", "1 1 1", "Sara", "sara@example.com"]])
    assert counts(bring(shop, by_card)) == (1, 0, 1, 0, 0)
    both = bring(shop, Rows(names, [["8", "111", "", ""]]))
    assert reasons(both) == ["2 The card 111 belongs to Sara."]
    assert shop.ask(customers.show, 1).emails == ("sara@example.com",)


def test_what_cannot_be_read_is_refused_with_its_reason(shop: Shop) -> None:
    table = Rows(FIELDS, [["7", "Sara", "", "", "?", "", "", "", "", ""],
                          ["8", "Reza", "", "", "", "", "31/31", "", "", ""],
                          ["9", "Ali", "", "", "", "", "", "x" * 41, "", ""]])  # fmt: skip
    found = reasons(bring(shop, table))
    assert [one.split(".")[0] for one in found] == [
        "2 Card: ? is not a card number",
        "3 Birthday: 31/31 is not a day",
        f"4 Tags: {'x' * 40} is too long for a tag",
    ]


def test_a_taste_about_goods_is_changed_and_not_doubled(shop: Shop) -> None:
    walnuts = makers.product(shop, name="Walnuts")
    sara = shop.do(customers.add, Draft(name="Sara", code="7")).id
    shop.do(preferences.add, sara, Taste(Kind.LIKES, product_id=walnuts, strength=3))
    names = ("Number", "Name", "Likes", "Avoids")
    assert counts(bring(shop, Rows(names, [["7", "Sara", "walnuts", ""]]))) == (1, 0, 0, 1, 0)
    assert counts(bring(shop, Rows(names, [["7", "Sara", "", "Walnuts"]]))) == (1, 0, 1, 0, 0)
    (one,) = shop.ask(preferences.of_customer, sara)
    assert (one.kind, one.product_id, one.strength) == (Kind.AVOIDS, walnuts, 3)


def test_C3_a_file_brings_nobody_back_who_asked_to_be_forgotten(shop: Shop) -> None:
    """Unless somebody else has the phone: a household is not shut out, but no yes is taken from a file."""
    shop.do(settings.change, region="IR")
    known = {"phones": ["09123456789"], "emails": ["s@example.com"], "code": "7", "card": "C-70011"}
    gone = shop.do(customers.add, Draft(name="Sara", **known)).id  # type: ignore[arg-type] # one of each
    shop.do(erasure.erase, gone)
    names = ("Name", "Phone", "Email", "Consent", "Number", "Card")
    rows = [
        ["Sara", "0912 345 6789", "", "yes", "", ""],
        ["Mina", "", "S@example.com", "yes", "", ""],
        ["Sara", "", "", "", "7", ""],
        ["Sara", "", "", "", "", "c 70011"],
        ["Reza", "09351112233", "", "yes", "", ""],
    ]
    outcome = bring(shop, Rows(names, rows))
    assert counts(outcome) == (5, 1, 0, 0, 4)
    assert {row.reason.plainly().split(",")[0] for row in outcome.refusals} == {"They asked to be erased"}
    shop.do(customers.add, Draft(name="Mother", phones=["09123456789"]))
    assert counts(bring(shop, Rows(names, rows[:1]))) == (1, 1, 0, 0, 0)
    allowed = [shop.ask(consents.allows, key, Purpose.NEWS, Channel.SMS) for key in (2, 4)]
    assert allowed == [True, False]


def test_C2_a_file_that_still_names_who_was_merged_only_adds_to_who_was_kept(shop: Shop) -> None:
    """Both rows mean one person by now; the name under which the other was known must not come back."""
    names = ("Number", "Name", "Mobile")
    both = [["7", "Sara Noori", "09123456789"], ["8", "Sarah Nouri", "09351112233"]]
    bring(shop, Rows(names, both))
    sara, sarah = (shop.ask(customers.by_id_or_code, code) for code in ("7", "8"))
    shop.do(merges.merge, sara, sarah)
    again = bring(shop, Rows(names, both))
    assert (again.unchanged, again.refused) == (2, 0)
    bring(shop, Rows(names, [["8", "Sarah Nouri", "09190000000"]]))
    sheet = shop.ask(customers.show, sara)
    assert sheet.name == "Sara Noori"
    assert "+989190000000" in sheet.phones
