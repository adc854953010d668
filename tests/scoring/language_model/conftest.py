from collections.abc import Iterator

import pytest

from tests.scoring.language_model.endpoint import Model, serve


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def url(model: Model) -> Iterator[str]:
    with serve(model) as address:
        yield address
