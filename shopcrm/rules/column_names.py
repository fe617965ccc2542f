"""The names under which other programs keep sales, customers and goods, in English and Persian.

The first name of each field is the plainest; a heading is compared with them folded and without blanks.
"""

from enum import StrEnum

from shopcrm.rules.text import squeeze


class FileKind(StrEnum):
    """What a file tells about, stored by value."""

    SALES = "sales"
    CUSTOMERS = "customers"
    GOODS = "goods"


OWN_NUMBER = "shopcrm_number"
"""The heading under which the shop's own lists keep its own numbers of people, in every language."""
LINE = "line_of_invoice"
"""The heading under which refused lines keep their place within their invoice, in every language."""

_PHONE = (
    "phone, mobile, cell, cellphone, phone number, phone no, mobile number, mobile no, tel, telephone, "
    "telephone number, customer phone, customer mobile, contact number, phone 1, phones, whatsapp, "
    "موبایل, تلفن, شماره موبایل, شماره تلفن, تلفن همراه, همراه, شماره همراه, شماره تماس, موبایل مشتری, "
    "تلفن مشتری, تماس"
)
_CATEGORY = (
    "category, group, department, product group, product category, item group, product type, family, "
    "گروه, دسته, دسته بندی, گروه کالا, گروه کالایی, گروه محصول, دسته کالا, دسته محصول, نوع کالا"
)
_PRODUCT_CODE = (
    "stock code, product code, item code, sku, product id, item id, item no, item number, product no, "
    "product number, article, article no, article number, plu, part number, کد کالا, کد محصول, کد جنس, "
    "شناسه کالا, شناسه محصول, شماره کالا"
)
_PRODUCT_NAME = (
    "product, product name, item, item name, description, product description, item description, article "
    "name, goods, title, شرح کالا, نام کالا, کالا, شرح, نام محصول, محصول, جنس, نام جنس, عنوان کالا, عنوان "
    "محصول, عنوان, شرح محصول"
)
_CUSTOMER_NUMBER = (
    "customer id, customer no, customer number, customer code, client id, client no, client code, member "
    "id, member no, membership number, account, کد مشتری, شماره مشتری, شناسه مشتری, کد اشتراک, شماره "
    "اشتراک, کد طرف حساب, کد عضویت, شماره عضویت"
)
_CARD = "card number, card no, card id, loyalty card, customer card, member card, شماره کارت, کارت مشتری"

_LISTS: dict[FileKind, dict[str, str]] = {
    FileKind.SALES: {
        "invoice": (
            "invoice, invoice no, invoice number, invoice id, bill, bill no, bill number, receipt, "
            "receipt no, receipt number, order, order id, order no, order number, transaction, "
            "transaction id, transaction no, document, document no, document number, sale id, sales "
            "order, voucher no, شماره فاکتور, فاکتور, ش فاکتور, کد فاکتور, شماره سند, سند, شماره سفارش, "
            "سفارش, شماره رسید, رسید, شماره قبض, شناسه فاکتور, شماره برگه"
        ),
        "line": LINE,
        "date": (
            "date, invoice date, sale date, sales date, order date, transaction date, purchase date, bill "
            "date, document date, sold at, sold on, date time, timestamp, day, created at, month, year "
            "month, تاریخ, تاریخ فاکتور, تاریخ فروش, تاریخ سند, تاریخ خرید, تاریخ سفارش, تاریخ و "
            "ساعت, تاریخ ثبت, روز, ماه"
        ),
        "time": (
            "time, invoice time, sale time, order time, hour, ساعت, زمان, ساعت فروش, ساعت فاکتور, ساعت ثبت"
        ),
        "customer": _CUSTOMER_NUMBER + ", " + _CARD + (", customer, client, member, buyer id, مشتری"),
        "customer_name": (
            "customer name, client name, buyer, buyer name, customer full name, full name, نام مشتری, "
            "خریدار, نام خریدار, طرف حساب, نام طرف حساب, نام و نام خانوادگی, نام و نام خانوادگی مشتری"
        ),
        "phone": _PHONE,
        "code": _PRODUCT_CODE + (", code, barcode, کد, بارکد"),
        "product": _PRODUCT_NAME,
        "category": _CATEGORY,
        "quantity": (
            "quantity, qty, units, unit sold, units sold, count, pieces, pcs, number of items, amount of "
            "units, تعداد, مقدار, تعداد مقدار, تعداد فروش, مقدار فروش, شمار"
        ),
        "price": (
            "unit price, price, price per unit, price each, rate, selling price, فی, قیمت واحد, مبلغ "
            "واحد, قیمت, نرخ, بهای واحد, بها, قیمت فروش, فی فروش"
        ),
        "amount": (
            "amount, total, line total, total price, total amount, line amount, sum, sales, value, "
            "revenue, net amount, net sales, paid, subtotal, مبلغ, مبلغ کل, جمع, جمع کل, قیمت کل, مبلغ "
            "نهایی, خالص, مبلغ خالص, جمع ردیف, مبلغ ردیف, مبلغ فروش, پرداختی, جمع مبلغ"
        ),
        "seller": (
            "seller, served by, sold by, salesperson, sales person, sales rep, cashier, employee, staff, "
            "clerk, فروشنده, صندوقدار, صندوق دار, کاربر, بازاریاب, نام فروشنده"
        ),
        "note": ("note, notes, comment, comments, remark, remarks, توضیحات, توضیح, یادداشت, ملاحظات"),
    },
    FileKind.CUSTOMERS: {
        OWN_NUMBER: OWN_NUMBER,
        "number": _CUSTOMER_NUMBER + (", number, code, id, کد, شماره, شناسه, ردیف اشتراک"),
        "card": _CARD + ", card, کارت",
        "honorific": "honorific, name prefix, salutation, title, عنوان, لقب, پیشوند",
        "name": (
            "name, full name, customer name, client name, customer, client, contact, contact name, "
            "display name, نام, نام و نام خانوادگی, نام مشتری, مشتری, نام کامل, طرف حساب, نام طرف حساب, "
            "نام نام خانوادگی"
        ),
        "first_name": ("first name, given name, forename, نام کوچک, اسم"),
        "last_name": ("last name, surname, family name, family, نام خانوادگی, فامیل, فامیلی"),
        "phone": _PHONE + ", mobile phone, primary phone, phone 1 value",
        "phone_2": (
            "phone 2, second phone, other phone, home phone, landline, work phone, business phone, phone 2 "
            "value, تلفن ثابت, تلفن منزل, تلفن ۲, موبایل ۲, تلفن دوم, موبایل دوم, تلفن محل کار"
        ),
        "phone_3": "phone 3, third phone, phone 3 value, home phone 2, business phone 2, car phone, تلفن ۳",
        "email": (
            "email, e mail, mail, email address, email 1, e mail address, e mail 1 value, ایمیل, پست "
            "الکترونیک, پست الکترونیکی, آدرس ایمیل, رایانامه"
        ),
        "email_2": "email 2, e mail 2, second email, email 2 address, e mail 2 value, ایمیل ۲, ایمیل دوم",
        "address": (
            "address, home address, postal address, mailing address, street address, address 1 formatted, "
            "home street, business street, street, آدرس, نشانی, آدرس منزل, نشانی منزل, آدرس پستی, نشانی پستی"
        ),
        "birthday": "birthday, birth date, date of birth, born, dob, تاریخ تولد, تولد, روز تولد, زادروز",
        "tags": (
            "tags, tag, labels, categories, group membership, groups, customer group, برچسب, برچسب ها, گروه, "
            "گروه مشتری, دسته"
        ),
        "language": ("language, lang, زبان"),
        "note": (
            "note, notes, comment, comments, remark, remarks, description, یادداشت, توضیحات, توضیح, "
            "ملاحظات, شرح"
        ),
        "likes": (
            "likes, preferences, favourites, favorites, interests, علاقه, علاقه ها, سلیقه, علایق, "
            "علاقمندی ها, علاقه مندی ها"
        ),
        "needs": "needs, requirements, نیاز, نیازها, احتیاج",
        "dislikes": ("dislikes, دوست ندارد, نمی پسندد"),
        "avoids": ("avoids, allergies, allergy, intolerances, پرهیز, حساسیت, حساسیت ها, آلرژی"),
        "consent": (
            "consent, newsletter, opt in, marketing consent, sms consent, may be told, subscribed, رضایت, "
            "رضایت پیامک, اجازه پیامک, دریافت پیامک, خبرنامه, عضویت پیامک, اجازه"
        ),
    },
    FileKind.GOODS: {
        "code": _PRODUCT_CODE + (", code, number, id, کد, شناسه, شماره"),
        "barcode": (
            "barcode, barcodes, bar code, ean, ean13, gtin, upc, isbn, بارکد, بارکدها, بار کد, ایران کد, شابک"
        ),
        "name": "name, نام, " + _PRODUCT_NAME,
        "category": _CATEGORY,
        "unit": ("unit, uom, unit of measure, measure, واحد, واحد کالا, واحد شمارش, واحد اندازه گیری"),
        "price": (
            "price, unit price, selling price, sale price, retail price, list price, قیمت, قیمت فروش, فی, "
            "فی فروش, قیمت واحد, قیمت مصرف کننده, نرخ, مبلغ, بهای فروش"
        ),
        "cost": (
            "cost, unit cost, purchase price, buying price, cost price, wholesale price, قیمت خرید, بهای "
            "خرید, فی خرید, قیمت تمام شده, بهای تمام شده, آخرین قیمت خرید"
        ),
        "tax_rate": (
            "tax rate, tax, vat, vat rate, tax percent, مالیات, نرخ مالیات, درصد مالیات, ارزش افزوده, "
            "مالیات ارزش افزوده"
        ),
        "stock": (
            "stock, on hand, quantity, qty, quantity on hand, inventory, in stock, stock quantity, "
            "available, موجودی, موجودی انبار, تعداد موجود, مقدار موجودی, تعداد, مقدار, مانده"
        ),
    },
}
FIELDS: dict[FileKind, tuple[str, ...]] = {kind: tuple(fields) for kind, fields in _LISTS.items()}
"""The fields of each kind of file, by the names that `--map` takes."""

KNOWN: dict[FileKind, dict[str, tuple[str, ...]]] = {
    kind: {
        field: tuple(dict.fromkeys(squeeze(name) for name in names.split(", ")))
        for field, names in fields.items()
    }
    for kind, fields in _LISTS.items()
}
"""The folded names of each field, the plainest first."""

_ASIDE_OF_PEOPLE = (
    "label, type, organization, organisation, phonetic, yomi, middle, additional, suffix, maiden, nickname, "
    "department, job, manager, assistant, spouse, fax, pager, telex, callback, radio, isdn, tty, website, "
    "web, photo, relation, event, custom, city, region, country, postal, zip, box, extended, state, "
    "referred, sensitivity, priority, private, billing, mileage"
)
ASIDE: dict[FileKind, frozenset[str]] = {
    FileKind.SALES: frozenset(),
    FileKind.CUSTOMERS: frozenset(_ASIDE_OF_PEOPLE.split(", ")),
    FileKind.GOODS: frozenset(),
}
"""Words that make a heading speak of something beside: the type of a phone is no phone."""
