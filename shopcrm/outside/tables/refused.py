"""The rows that an import could not take, each with its reason, in a file beside the one they came from."""

from pathlib import Path

from shopcrm.outside.tables import writing
from shopcrm.rules.column_names import LINE, FileKind
from shopcrm.rules.wording import Words
from shopcrm.services.imports import Outcome, Plan


def to_file(source: Path, plan: Plan, outcome: Outcome, words: Words) -> Path | None:
    """Write the refused rows, to be corrected and brought in again; None where every row was good.

    A line of an invoice keeps its place within it, so that the corrected file still knows its neighbours.
    Raises NotWritten.
    """
    if not outcome.refusals:
        return None
    placed = plan.kind is FileKind.SALES and "line" not in plan.columns
    headings = [*plan.headings, LINE] if placed else list(plan.headings)
    rows = []
    for refusal in outcome.refusals:
        cells = [*refusal.cells, *[""] * (len(plan.headings) - len(refusal.cells))]
        if placed:
            cells.append(str(refusal.line) if refusal.line else "")
        rows.append((cells, words.tell(refusal.reason)))
    stem = source.name.split(".")[0]
    place = writing.free_place(source.with_name(f"{stem}-refused.csv"))
    writing.write_refused(place, headings, words.say("why it was refused"), rows)
    return place
