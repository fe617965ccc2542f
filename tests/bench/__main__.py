"""All measures in one table: python -m tests.bench [--full]; each is a ratio or a time in the same run."""

import sys
from importlib import import_module

PARTS = (
    "search",
    "who_to_tell",
    "memory",
    "messages",
    "imports",
    "start",
    "paper",
    "voucher_paper",
    "duplicates",
    "scan",
    "sale",
    "complaint_report",
    "complaints",
    "putting_right",
    "backup",
    "opening",
)


def main() -> None:
    """Run every part one after the other."""
    for name in PARTS:
        print(f"\n== {name}", flush=True)
        import_module(f"tests.bench.{name}").main([a for a in sys.argv[1:] if a == "--full"])


if __name__ == "__main__":
    main()
