"""The rows that an import could not take, each with its reason, in a file beside the one they came from."""

from collections.abc import Sequence
from pathlib import Path

from shopcrm.outside.tables import writing
from shopcrm.rules.column_names import LINE, FileKind
from shopcrm.rules.wording import Words
from shopcrm.services.imports import Outcome, Plan


def to_file(
    source: Path, plan: Plan, outcome: Outcome, words: Words, otherwise: Path | None = None
) -> Path | None:
    """Write the refused rows, to be corrected and brought in again; None where every row was good.

    A line of an invoice keeps its place within it, so that the corrected line still fits in. Where nothing
    may be written beside the source, the file goes into the folder `otherwise`. Raises NotWritten.
    """
    if not outcome.refusals:
        return None
    name = f"{source.name.removesuffix('.gz').rpartition('.')[0] or source.name}-refused.csv"
    try:
        return _write(source.with_name(name), plan, outcome, words)
    except writing.NotWritten:
        if otherwise is None:
            raise
        return _write(otherwise / name, plan, outcome, words)


def _write(wanted: Path, plan: Plan, outcome: Outcome, words: Words) -> Path:
    place = writing.free_place(wanted)
    headings = _headings(plan)
    width = len(headings)
    numbered = plan.kind is FileKind.SALES and "invoice" in plan.columns and "line" not in plan.columns
    rows: list[tuple[Sequence[str], str]] = []
    for refusal in outcome.refusals:
        cells = [*refusal.cells[:width], *[""] * (width - len(refusal.cells))]
        if numbered:
            cells.append(str(refusal.line or ""))
        rows.append((cells, words.tell(refusal.reason)))
    reason = words.say("Why it was refused")
    writing.write_refused(place, [*headings, LINE] if numbered else headings, reason, rows)
    return place


def _headings(plan: Plan) -> list[str]:
    """Give the headings of the file; columns that have none go by what they were taken for."""
    fields = {place: field for field, place in plan.columns.items()}
    return [
        fields.get(place, heading) if heading == str(place + 1) else heading
        for place, heading in enumerate(plan.headings)
    ]
