"""Does long work behind everything else that this computer does, so that nobody at the counter feels it."""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

R = TypeVar("R")
_NICE, _NICEST = 10, 19
_WINDOWS_LOWEST = -2


def behind(work: Callable[[], R]) -> R:
    """Do some work on a thread of its own that gives way to all others; gives its answer or raises its error.

    The thread is there for this alone: most systems let nobody raise what was lowered once.
    """
    done: Future[R] = Future()

    def run() -> None:
        _lower()
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 -- whoever waits gets it
            done.set_exception(error)

    thread = threading.Thread(target=run, name="behind")
    thread.start()
    thread.join()
    return done.result()


def _lower() -> None:
    """Give way to others, where the system knows threads that do."""
    if sys.platform == "linux":
        with suppress(OSError):
            thread = threading.get_native_id()
            # Further down than the program itself, which may have been started to give way.
            given = os.getpriority(os.PRIO_PROCESS, thread) + _NICE
            os.setpriority(os.PRIO_PROCESS, thread, min(given, _NICEST))
    elif sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), _WINDOWS_LOWEST)
