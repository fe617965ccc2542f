import pytest

from shopcrm.rules.mobiles import takes_texts


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        ("+989121234567", True),
        ("+982188776655", False),
        ("+447911123456", True),
        ("+442079460000", False),
        ("+12025550123", True),
        ("no number", False),
    ],
)
def test_a_land_line_gets_no_texts(number: str, *, texts: bool) -> None:
    assert takes_texts(number) is texts
