"""Starts ShopCRM: python -m shopcrm."""

import sys

from shopcrm.cli.main import main


def run() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(main())


if __name__ == "__main__":
    run()
