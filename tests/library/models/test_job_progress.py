import pytest

from library.models.job_progress import Progress


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ((3, 0, 0, 0, 0), "waiting"),
        ((2, 1, 0, 0, 0), "running"),
        ((2, 0, 1, 0, 0), "running"),
        ((0, 1, 0, 2, 0), "running"),
        ((0, 0, 3, 0, 0), "done"),
        ((0, 0, 2, 1, 0), "failed"),
        ((0, 0, 1, 1, 1), "failed"),
        ((0, 0, 2, 0, 1), "cancelled"),
        ((0, 0, 0, 0, 0), "done"),
    ],
)
def test_the_state_of_a_job_follows_from_its_items(counts: tuple[int, ...], state: str) -> None:
    progress = Progress(*counts)

    assert progress.state == state
    assert progress.is_over == (state in ("done", "failed", "cancelled"))


def test_the_progress_sentence_has_every_count() -> None:
    assert Progress(1200, 2, 30, 1, 4).sentence == (
        "30 of 1,237 done, 2 running, 1,200 waiting, 1 failed, 4 cancelled"
    )
    assert Progress(0, 0, 3, 0, 0).sentence == "3 of 3 done"
