"""A slip with everything on it, for tests of its paper."""

from dataclasses import replace
from datetime import UTC, date, datetime

from shopcrm.rules.sayings import saying
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.day_figures import DayFigures, Mark, Off, PaidBy, SoldBy
from shopcrm.services.slips import Slip, SlipLine, SlipPayment, SlipPoints, SlipStep

AT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


def a_slip() -> Slip:
    return Slip(
        id=1,
        number="1042",
        kind="sale",
        reversal=False,
        sold_at=AT,
        served_by="مریم",
        till="1",
        customer="سارا احمدی",
        lines=(
            SlipLine(
                "پسته اکبری ممتاز",
                "کیلو",
                1_500,
                9_800_000,
                14_700_000,
                13_000_000,
                (SlipStep(saying("{words}", words="بسته پاره"), 700_000),),
            ),
            SlipLine("گردو", "", 2_000, 1_200_000, 2_400_000, 2_200_000),
            SlipLine("Nescafé Gold", "", 1_000, 3_450_000, 3_450_000, 3_000_000),
        ),
        steps=(SlipStep(saying("{words}", words="سطح طلایی"), 1_050_000),),
        goods=20_550_000,
        added=0,
        total=18_800_000,
        tax=1_709_090,
        payments=(
            SlipPayment("points", 500_000, points=50),
            SlipPayment("credit", 1_300_000, code="CA7K2-\u2022\u2022\u2022C5", rest=700_000),
            SlipPayment("cash", 17_000_000, handed=17_500_000),
        ),
        points=SlipPoints(165, 50, 0, 0, 1_240),
        tier="طلایی",
        owed=None,
        reason="",
        of_number="",
        exchange=None,
        terms="با همین رسید پس می‌گیریم",
        words="دلتان شاد",
        printed=0,
    )


def a_return() -> Slip:
    sold = a_slip()
    line = replace(sold.lines[1], quantity=-1_000, gross=-1_100_000, amount=-1_100_000)
    return replace(
        sold,
        id=2,
        number="1043",
        kind="return",
        lines=(line,),
        steps=(),
        goods=-1_100_000,
        total=-1_100_000,
        tax=-100_000,
        payments=(SlipPayment("cash", -1_100_000),),
        points=SlipPoints(0, 0, 11, 0, 1_229),
        of_number="1042",
        reason="تلخ بود",
        printed=2,
    )


def a_day(*, counted: int | None = 17_400_000) -> ClosedDay:
    figures = DayFigures(
        sales=31,
        sold=218_800_000,
        returns=2,
        returned=3_100_000,
        tax=19_609_090,
        payments=(
            PaidBy("card", 180_000_000, 0, 22),
            PaidBy("cash", 20_000_000, 3_100_000, 12),
            PaidBy("points", 500_000, 0, 1),
            PaidBy("tab", 18_300_000, 0, 3),
        ),
        people=(SoldBy("مریم", 20, 2, 150_000_000), SoldBy("owner", 11, 0, 46_090_910)),
        discounts=(Off("line", 700_000), Off("tier", 5_100_000), Off("amount_voucher", 2_000_000)),
        vouchers=4,
        vouchers_amount=2_000_000,
        points_earned=1_940,
        points_spent=50,
        points_taken_back=31,
        tab_given=18_300_000,
        tab_paid=(PaidBy("cash", 1_000_000, 0, 1),),
        mark=Mark(1_042, 7),
    )
    return ClosedDay(
        id=12,
        day=date(2026, 11, 22),
        since=datetime(2026, 11, 22, 5, 30, tzinfo=UTC),
        at=AT,
        till="1",
        by="مریم",
        figures=figures,
        opening=500_000,
        expected=18_400_000,
        counted=counted,
        left=500_000,
        note="اسکناس پاره جدا شد",
    )
