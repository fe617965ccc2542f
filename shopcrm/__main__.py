"""Starts ShopCRM: python -m shopcrm."""

import gc
import signal
import sys


def run() -> None:
    """Run the command line and leave with its exit status."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    # What is loaded stays: looking for garbage in it would take an eighth of the time.
    gc.disable()
    # Loading takes half a second, in which Ctrl+C would end in a traceback; so it is only noted.
    from shopcrm.cli.main import main, stopped

    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, before)
    sys.exit(stopped() if pressed else main())


if __name__ == "__main__":
    run()
