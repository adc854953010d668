from scoring.core.agreement import Opinion, agreements_of

DARK = Opinion("Maud", -58.0, "strategic")
DARKISH = Opinion("Idris", -17.6, "governance")
MIXED = Opinion("Noor", -17.4, "governance")


def test_two_assessors_are_compared_in_points_band_and_lens_as_shown() -> None:
    (agreement,) = agreements_of([DARK, DARKISH])

    assert (agreement.difference, agreement.same_band, agreement.same_lens) == (40, True, False)
    assert agreement.sentence == (
        "Maud (−58) and Idris (−18) are 40 points apart, "
        "in the same band and with different lenses."
    )


def test_one_point_can_separate_the_bands() -> None:
    (agreement,) = agreements_of([DARKISH, MIXED])

    assert "are 1 point apart, in different bands and with the same lens" in agreement.sentence


def test_three_assessors_make_three_pairs_and_one_makes_none() -> None:
    assert len(agreements_of([DARK, DARKISH, MIXED])) == 3
    assert agreements_of([DARK]) == []
