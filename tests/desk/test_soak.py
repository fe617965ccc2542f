"""A desk that runs all day must not die of a reference that is lost with each call."""

import subprocess
import sys

import pytest

CALLS = 200_000
SOAK = f"""
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for turn in range({CALLS}):
    label.setText("a" if turn % 2 else "b")
lost = before - sys.getrefcount(None)
print(lost)
sys.exit(lost > 1000)
"""


@pytest.mark.slow
def test_none_outlives_200_000_calls() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SOAK], capture_output=True, text=True, check=False, timeout=110
    )
    assert ran.returncode == 0, f"lost {ran.stdout.strip()} references; {ran.stderr[-400:]}"
