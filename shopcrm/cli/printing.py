"""Puts answers on the standard output, for people or as one JSON document."""

import json
import sys
from typing import TextIO

from shopcrm.cli.command import Answer


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer."""
    if as_json:
        # A console that knows only its own letters still gives whoever reads the document all of them.
        speaks_utf_8 = sys.stdout is not None and (sys.stdout.encoding or "utf-8").lower().startswith("utf")
        write(json.dumps(answer.document, ensure_ascii=not speaks_utf_8), sys.stdout)
    else:
        write("\n".join(answer.lines), sys.stdout)


def write(text: str, stream: TextIO | None) -> None:
    """Print a text; a console that cannot write Persian shows marks instead of failing."""
    if stream is None:  # So it is where whoever started the program closed it.
        return
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), file=stream, flush=True)
