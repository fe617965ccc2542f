import pytest

from shopcrm.rules.improvements import BeforeAfter, Effect


def test_rates_are_for_thirty_days_and_unknown_while_the_time_is_short() -> None:
    found = BeforeAfter(9, 90, 0, 29)
    assert (found.rate_before, found.rate_after) == (3_000, None)
    assert BeforeAfter(1, 30, 7, 60).rate_after == 3_500


@pytest.mark.parametrize(
    ("found", "effect"),
    [
        (BeforeAfter(10, 80, 1, 70), Effect.FEWER),
        (BeforeAfter(1, 70, 10, 80), Effect.MORE),
        (BeforeAfter(3, 80, 1, 70), Effect.NOT_KNOWN),
        (BeforeAfter(10, 80, 8, 70), Effect.NOT_KNOWN),
        (BeforeAfter(100, 80, 0, 20), Effect.NOT_KNOWN),
        (BeforeAfter(0, 0, 0, 0), Effect.NOT_KNOWN),
        (BeforeAfter(0, 90, 0, 90), Effect.NOT_KNOWN),
        (BeforeAfter(50_000, 180, 10_000, 180), Effect.FEWER),
    ],
)
def test_N5_a_difference_that_chance_could_make_is_not_known_yet(found: BeforeAfter, effect: Effect) -> None:
    assert found.effect is effect
