"""Sets 125 dense Persian pages and says how many lines a second that is."""

import random
import sys
import time
from datetime import date
from pathlib import Path

from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, Paper, ShopHead
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.wording import Words

PAGES = 125
LETTERS = "ابپتجچحخدرزسشصطعغفقکگلمنوهی"
WORDS = 5_000


def main(pages: int = PAGES) -> float:
    chance = random.Random(1)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(WORDS)]
    words += ["۱٬۲۵۰٬۰۰۰", "iPhone", "(۲۰٪)", "می\u200cخواهم", "مُحمّد"] * 60
    fonts = Fonts(Path(__file__).parents[2] / "resources" / "fonts")
    start = time.perf_counter()
    heading = Heading(ShopHead("خشکبار نوید"), "سنجش", date(2026, 11, 22))
    paper = Paper(fonts, Words("fa", CalendarKind.JALALI), heading)
    paragraphs = 0
    while paper.pages < pages or paper.room > 40:
        paper.text(" ".join(chance.choices(words, k=60)))
        paragraphs += 1
    size = len(paper.pdf())
    taken = time.perf_counter() - start
    lines = pages * (paper.page_room // 15)
    print(f"{paper.pages} pages, {lines:.0f} lines, {size / 1024:.0f} KiB")
    print(f"{taken:.2f} s, {lines / taken:.0f} lines/s")
    return taken


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
