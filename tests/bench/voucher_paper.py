"""Makes a thousand vouchers with QR codes as a PDF, beside what Qt, fpdf2 and WeasyPrint take for the like.

All draw the same cards, ten to an A4 sheet: shop, benefit, two terms, the code as text and as a QR code, the
squares of which each gets ready made. Told are seconds, size, and whether the Persian text copies right from
the first sheet (read by pdfium). A peer that is not installed is left out in plain sight.
"""

import io
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from shopcrm.outside.paper import codes, voucher_card
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import page_texts
from shopcrm.rules import voucher_codes
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.sayings import saying
from shopcrm.rules.wording import Words
from shopcrm.services.printed_vouchers import VoucherLayout, VoucherToPrint

VOUCHERS = 1_000
FONTS = Path(__file__).parents[2] / "resources" / "fonts"
SHOP = "خشکبار نوری"
BENEFIT = "۵۰٬۰۰۰ تومان تخفیف"
TERMS = ("تا پایان ۱۰ دی ۱۴۰۵", "برای خرید ۵۰۰٬۰۰۰ تومان و بیشتر")
WANTED = (SHOP, BENEFIT, *TERMS)
_UNSEEN = dict.fromkeys([0x200C, 0x200E, 0x200F])
CARD = (85.6, 54.0)
_CORNER = ((210 - 2 * CARD[0]) / 2, (297 - 5 * CARD[1]) / 2)

Matrix = Sequence[Sequence[bool]]
Peer = Callable[[Sequence[str], Sequence[Matrix]], bytes]


class NotThere(Exception):
    """The peer is not installed here."""


def main(arguments: Sequence[str] = ()) -> None:
    """Measure ours on the same terms and on terms of each voucher's own, then the peers."""
    count = VOUCHERS if not arguments or arguments[0] == "--full" else int(arguments[0])
    made = [voucher_codes.make("amount") for _ in range(count)]
    ours = tell("shopcrm", lambda: shopcrm(made, own_terms=False))
    tell("shopcrm, terms of their own", lambda: shopcrm(made, own_terms=True))
    squares = [codes.code_squares(code) for code in made]
    for name, peer in (("Qt QPdfWriter", qt), ("fpdf2", fpdf), ("WeasyPrint", weasyprint)):
        try:
            taken = tell(name, lambda peer=peer: peer(made, squares))  # type: ignore[misc] # bound at once
        except NotThere:
            print(f"{name:30} not installed: pip install -e '.[bench]'")
        else:
            print(f"{'':30} {taken / ours:.1f} times ours")


def tell(name: str, make: Callable[[], bytes]) -> float:
    start, busy = time.perf_counter(), time.process_time()
    pdf = make()
    taken, busy = time.perf_counter() - start, time.process_time() - busy
    print(
        f"{name:30} {taken:6.2f} s ({busy:.2f} s of work)  {len(pdf) / 1024:7.0f} KiB  text {copied(pdf)}",
        flush=True,
    )
    return taken


def copied(pdf: bytes) -> str:
    text = " ".join(page_texts(pdf)[0].translate(_UNSEEN).split())
    right = sum(one in text for one in WANTED)
    return "copies right" if right == len(WANTED) else f"copies {right} of {len(WANTED)} right"


def shopcrm(made: Sequence[str], *, own_terms: bool) -> bytes:
    """Time everything, from codes to squares to the PDF."""
    benefit = saying("{words}", words=BENEFIT)
    terms = tuple(saying("{words}", words=one) for one in TERMS)
    found = [
        VoucherToPrint(place, code, benefit, (*terms, saying("{n}", n=place)) if own_terms else terms)
        for place, code in enumerate(made)
    ]
    words = Words("fa", CalendarKind.JALALI)
    return voucher_card.lay_voucher_cards(
        ShopHead(SHOP), found, words, Fonts(FONTS), VoucherLayout.SHEET_10
    ).pdf()


def qt(made: Sequence[str], squares: Sequence[Matrix]) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
    from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPageSize, QPainter, QPdfWriter

    application = QGuiApplication.instance() or QGuiApplication(["bench", "-platform", "offscreen"])
    for file in FONTS.glob("*.ttf"):
        QFontDatabase.addApplicationFont(str(file))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(1200)
    dots = 1200 / 25.4
    painter = QPainter(writer)
    right = Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextWordWrap
    sizes = ((SHOP, 10, 0), (BENEFIT, 20, 8), *((term, 8, 20 + 5 * at) for at, term in enumerate(TERMS)))
    for place, (code, matrix) in enumerate(zip(made, squares, strict=True)):
        if place and not place % 10:
            writer.newPage()
        left, top = _place(place)
        for text, size, down in (*sizes, (voucher_codes.shown(code), 12, 40)):
            painter.setFont(QFont("Vazirmatn", size))
            box = QRectF((left + 30) * dots, (top + 5 + down) * dots, 50 * dots, 12 * dots)
            painter.drawText(box, int(right), text)
        for x, y, wide, high in _rectangles(matrix, left + 5, top + 5):
            painter.fillRect(QRectF(x * dots, y * dots, wide * dots, high * dots), Qt.GlobalColor.black)
    painter.end()
    del application
    return bytes(buffer.data().data())


def fpdf(made: Sequence[str], squares: Sequence[Matrix]) -> bytes:
    try:
        from fpdf import FPDF
    except ImportError as error:
        raise NotThere from error
    pdf = FPDF()
    pdf.set_auto_page_break(False)
    pdf.add_font("V", "", str(FONTS / "Vazirmatn-Regular.ttf"))
    pdf.set_text_shaping(True)
    sizes = ((SHOP, 10, 0), (BENEFIT, 20, 8), *((term, 8, 20 + 5 * at) for at, term in enumerate(TERMS)))
    for place, (code, matrix) in enumerate(zip(made, squares, strict=True)):
        if not place % 10:
            pdf.add_page()
        left, top = _place(place)
        for text, size, down in (*sizes, (voucher_codes.shown(code), 12, 40)):
            pdf.set_font("V", size=size)
            pdf.set_xy(left + 30, top + 5 + down)
            pdf.cell(50, 8, text, align="R")
        for x, y, wide, high in _rectangles(matrix, left + 5, top + 5):
            pdf.rect(x, y, wide, high, style="F")
    return bytes(pdf.output())


def weasyprint(made: Sequence[str], squares: Sequence[Matrix]) -> bytes:
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise NotThere from error
    cards = []
    for place, (code, matrix) in enumerate(zip(made, squares, strict=True)):
        path = "".join(f"M{x} {y}h{w}v{h}h-{w}z" for x, y, w, h in _rectangles(matrix, 0, 0))
        left, top = _place(place)
        new_page = "page-break-before:always;" if place and not place % 10 else ""
        begin = f'<div class="page" style="{new_page}">' if not place % 10 else ""
        terms = "".join(f"<p>{term}</p>" for term in TERMS)
        end = "</div>" if place % 10 == 9 or place == len(made) - 1 else ""
        cards.append(
            f'{begin}<div class="card" style="left:{left}mm;top:{top}mm">'
            f"<b>{SHOP}</b><h1>{BENEFIT}</h1>{terms}"
            f"<code>{voucher_codes.shown(code)}</code>"
            f'<svg viewBox="0 0 22.5 22.5"><path d="{path}"/></svg></div>{end}'
        )
    style = (
        f"@font-face{{font-family:V;src:url('{(FONTS / 'Vazirmatn-Regular.ttf').as_uri()}')}}"
        "@page{size:A4;margin:0}body{margin:0;font:8pt V;direction:rtl}"
        ".page{position:relative;width:210mm;height:297mm}"
        f".card{{position:absolute;width:{CARD[0]}mm;height:{CARD[1]}mm}}"
        "svg{position:absolute;left:5mm;top:5mm;width:22.5mm;height:22.5mm}h1{font-size:20pt;margin:0}"
    )
    document = f'<html lang="fa"><style>{style}</style><body>{"".join(cards)}</body></html>'
    with tempfile.TemporaryDirectory() as folder:
        target = io.BytesIO()
        HTML(string=document, base_url=folder).write_pdf(target)
    return target.getvalue()


def _place(number: int) -> tuple[float, float]:
    across, down = number % 10 % 2, number % 10 // 2
    return _CORNER[0] + across * CARD[0], _CORNER[1] + down * CARD[1]


def _rectangles(matrix: Matrix, left: float, top: float) -> list[tuple[float, float, float, float]]:
    """Give the dark runs of a QR code in millimetres, 22.5 wide in all."""
    step = 22.5 / len(matrix)
    found = []
    for down, row in enumerate(matrix):
        start = None
        for place, dark in enumerate((*row, False)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                found.append((left + start * step, top + down * step, (place - start) * step, step))
                start = None
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
