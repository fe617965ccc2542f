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


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux")


def nice() -> int:
    """Tell how much the thread gives way."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@on_linux
def test_it_gives_way_and_whoever_waits_does_not() -> None:
    before = nice()
    assert priority.behind(nice) >= min(before + 1, 19)
    assert nice() == before


@on_linux
def test_in_a_program_that_gives_way_it_gives_way_still_more() -> None:
    found: list[int] = []

    def program() -> None:
        given = min(nice() + 12, 18)
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), given)
        found.append(priority.behind(nice) - given)

    thread = threading.Thread(target=program)
    thread.start()
    thread.join()
    assert found[0] > 0
