"""From start to a usable window, as a ratio to a window that imports the same and shows nothing.

Both sides open the same file with 100,000 customers, in processes of their own, offscreen.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import people

ROUNDS = 7
CUSTOMERS = 100_000

_BARE = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from shopcrm import app as program
from shopcrm.desk import start
from PySide6.QtWidgets import QMainWindow
with program.opened(Path(sys.argv[1])) as app:
    qt = start.application()
    window = QMainWindow()
    window.show()
    qt.processEvents()
    print(time.perf_counter() - began)
"""

_OURS = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from shopcrm import app as program
from shopcrm.desk import start
with program.opened(Path(sys.argv[1])) as app:
    qt = start.application()
    window = start.open_window(app)
    window.show()
    qt.processEvents()
    while not window.lanes.idle:
        qt.processEvents()
    qt.processEvents()
    print(time.perf_counter() - began)
    window.leave()
"""


def main(_arguments: list[str] | None = None) -> float:
    """Print both times and their ratio; gives the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        people.fill(path, CUSTOMERS)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SHOPCRM_HOME": folder}
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(_seconds(_BARE, path, environment))
            ours.append(_seconds(_OURS, path, environment))
    least, full = statistics.median(bare), statistics.median(ours)
    print(json.dumps({"bare_s": round(least, 3), "ours_s": round(full, 3), "ratio": round(full / least, 2)}))
    print(f"start: {full:.2f} s, bare {least:.2f} s, ratio {full / least:.2f} (goal 1.3)")
    return full / least


def _seconds(script: str, path: Path, environment: dict[str, str]) -> float:
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main()
