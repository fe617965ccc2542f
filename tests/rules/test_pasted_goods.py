from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.pasted_goods import PastedLine, parse_rows


def _read(text: str) -> list[tuple[str, int]]:
    return [(line.code, line.quantity) for line in parse_rows(text).lines]


def test_tabs_commas_semicolons_and_blanks_part_the_columns() -> None:
    assert _read("W-1\t12\nW-2,3\nW-3;2.5\nW-4 7") == [
        ("W-1", 12_000),
        ("W-2", 3_000),
        ("W-3", 2_500),
        ("W-4", 7_000),
    ]


def test_persian_digits_and_marks_are_read() -> None:
    assert _read("۱۰۰۱\t۱۲٫۵\n۱۰۰۲،۳") == [("1001", 12_500), ("1002", 3_000)]


def test_a_heading_and_empty_rows_are_passed_over() -> None:
    parsed = parse_rows("code\tname\tquantity\n\nW-1\tWalnuts\t4\n")
    assert parsed.lines == (PastedLine(3, "W-1", 4_000),)
    assert parsed.refused == ()


def test_each_bad_row_is_named_and_the_good_ones_stay() -> None:
    parsed = parse_rows("W-1\t4\nW-2\nW-3\t0\nW-4,2,5\nW-5\t1.23456\nW-6\t2")
    assert [line.code for line in parsed.lines] == ["W-1", "W-6"]
    assert [(row.row, row.text) for row in parsed.refused] == [
        (2, "W-2"),
        (3, "W-3\t0"),
        (4, "W-4,2,5"),
        (5, "W-5\t1.23456"),
    ]
    assert "how many" in parsed.refused[0].why.plainly()
    assert "several ways" in parsed.refused[2].why.plainly()


def test_one_mark_for_decimals_holds_for_the_whole_paste() -> None:
    assert _read("W-1\t1,5\nW-2\t2,25") == [("W-1", 1_500), ("W-2", 2_250)]


@given(st.text())
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    parsed = parse_rows(text)
    assert all(line.quantity > 0 for line in parsed.lines)
