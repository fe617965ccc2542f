"""What the vouchers of the made-up shop are called and given for, in English and in Persian."""

LEAFLET = ("Leaflet in the neighbourhood", "تراکت محله")
OPENING = ("New counter", "صندوق تازه")
CARD = ("Gift card", "کارت هدیه")
CROOKED = ("Printed crooked", "کج چاپ شده بود")
BIRTHDAY = ("Happy birthday", "تولدتان مبارک")
THANKS = ("Thank you for coming so often", "سپاس از همراهی همیشگی")
FRIEND = ("Brought a friend", "دوستی را آورد")
WHEEL = ("Wheel of fortune", "گردونهٔ شانس")
COMPLAINTS = (
    ("Stones in the lentils", "سنگ‌ریزه در عدس"),
    ("The parcel came two days late", "بسته دو روز دیر رسید"),
)
CHOCOLATE = ("Sweets > Chocolate", "شیرینی > شکلات")
