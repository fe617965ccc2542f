import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.render import PaperUnreadable, page_pictures, render_pages
from tests.outside.paper.reading import sheet


def test_pages_come_on_white_ground_with_ink(fonts: Fonts, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet(fonts, ["سلام"], rtl=True))
    [page] = render_pages(path, 1.0)
    assert page.size == (2000, 60)
    assert page.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    dark = page.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert dark
    assert dark[0] > 1900


def test_marks_are_seen_though_they_are_not_text(fonts: Fonts) -> None:
    bare, marked = (
        render_pages(sheet(fonts, [text], rtl=True), 2.0)[0].convert("L") for text in ("محمد", "مُحمّد")
    )
    ink = [page.point(lambda value: 255 if value < 128 else 0) for page in (bare, marked)]
    assert ink[1].getbbox() != ink[0].getbbox()


def test_pictures_are_png_files(fonts: Fonts) -> None:
    [picture] = page_pictures(sheet(fonts, ["x"], rtl=False), 0.5)
    assert Image.open(io.BytesIO(picture)).format == "PNG"


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"hello")
    with pytest.raises(PaperUnreadable):
        render_pages(path)
    with pytest.raises(PaperUnreadable):
        render_pages(tmp_path / "gone.pdf")
    with pytest.raises(PaperUnreadable):
        render_pages(b"hello")


def test_two_threads_may_ask_at_once(fonts: Fonts) -> None:
    pdf = sheet(fonts, ["سلام"], rtl=True)
    with ThreadPoolExecutor(4) as pool:
        assert all(len(pages) == 1 for pages in pool.map(lambda _: render_pages(pdf, 0.3), range(12)))
