"""Keeps the pictures of a walk through the program: screens and papers, numbered as they were made."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QPixmap

_PACKED = 85
"""Packed lightly: half again as large, in half the time."""


class Album:
    """A folder of pictures in one language; `pictures` and `papers` list the names of the files."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder, self.language = folder, language
        self.pictures: list[str] = []
        self.papers: list[str] = []

    def keep(self, name: str, picture: QPixmap) -> None:
        """Keep a picture of the screen."""
        file = f"{len(self.pictures) + 1:02d}-{name}-{self.language}.png"
        picture.save(str(self.folder / file), "PNG", _PACKED)
        self.pictures.append(file)

    def keep_paper(self, name: str, pdf: Path, pages: Sequence[bytes]) -> None:
        """Keep a paper as it is printed, and each of its pages as a picture."""
        stem = f"paper-{name}-{self.language}"
        (self.folder / f"{stem}.pdf").write_bytes(pdf.read_bytes())
        self.papers.append(f"{stem}.pdf")
        for number, page in enumerate(pages, start=1):
            file = f"{stem}-{number}.png"
            (self.folder / file).write_bytes(page)
            self.papers.append(file)
