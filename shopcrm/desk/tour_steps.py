"""The steps of a tour: look, keep a picture, close what lies on top, keep a paper."""

from dataclasses import dataclass
from pathlib import Path

from shopcrm.desk.album import Album
from shopcrm.desk.finished_paper import FinishedPaper, finished
from shopcrm.desk.walk import Walk

_BRIEF_S = 0.05
_PAPER_SCALE = 1.5


@dataclass(frozen=True)
class Tour:
    """A walk with its album and a folder for what the tour needs."""

    walk: Walk
    album: Album
    room: Path

    def snap(self, name: str) -> None:
        """Keep a picture of what is on the screen; raises what the window had to complain about."""
        self.walk.settle(_BRIEF_S)
        for error in self.walk.errors:
            raise error
        self.album.keep(name, self.walk.picture())

    def snap_dialog(self, name: str) -> None:
        """Keep a picture of a dialog, and close it."""
        self.snap(name)
        self.walk.close_top()

    def print(self, key: str, name: str) -> None:
        """Press what prints; keep a picture of the preview, and the paper."""
        papers: list[Path | FinishedPaper] = []
        heard = self.walk.window.printed.connect(papers.append)
        self.walk.press(key)
        self.walk.window.printed.disconnect(heard)
        self.snap_dialog(f"{name}-preview")
        for pdf in (finished(paper).path for paper in papers):
            pages = self.walk.window.program.pictures_of(pdf, _PAPER_SCALE)
            self.album.keep_paper(name, pdf, pages)
