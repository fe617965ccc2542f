import os
import sys
import threading

import pytest

from shopcrm.outside import priority


def test_work_is_done_behind_and_gives_what_it_gives() -> None:
    assert priority.behind(lambda: threading.current_thread().name) == "behind"


def test_what_it_raises_is_raised() -> None:
    def fail() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        priority.behind(fail)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux")
def test_it_gives_way_and_whoever_waits_does_not() -> None:
    def nice() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = nice()
    assert priority.behind(nice) >= min(before + 1, 19)
    assert nice() == before
