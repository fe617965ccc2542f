"""Puts answers on the standard output, for people or as one JSON document."""

import json
import sys
from typing import TextIO

from shopcrm.cli.command import Answer


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer."""
    if as_json:
        write(json.dumps(answer.document, ensure_ascii=False), sys.stdout)
    else:
        write("\n".join(answer.lines), sys.stdout)


def write(text: str, stream: TextIO) -> None:
    """Print a text; a console that cannot write Persian shows marks instead of failing."""
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), file=stream, flush=True)
