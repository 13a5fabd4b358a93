"""A model from a hub or a path is read only where whoever runs the service allows it."""

import pytest

from service.app import App
from tests.driving import Driver, on_sqlite

pytestmark = on_sqlite
MODEL = "sentence_transformer:someone/model"


def asked(driver: Driver, named: str | None = MODEL, **settings: str) -> tuple[int, str]:
    app = driver.app
    changed = app.settings.model_copy(update=settings)
    service = Driver(App(changed, app.database, app.blobs, app.asking))
    answer = service.post("/projects", name="Test", encoder=named)
    return answer.status_code, answer.json().get("detail", "")


def test_a_model_needs_to_be_allowed(driver: Driver) -> None:
    status, detail = asked(driver)
    assert status == 422
    assert "POSTIL_ENCODER_MODELS" in detail
    assert asked(driver, "sentence_transformer:/etc")[0] == 422
    assert asked(driver, encoder_models="other/model")[0] == 422


@pytest.mark.parametrize("allowed", ["someone/model", "other/model, someone/model", "*"])
def test_a_model_that_is_allowed_is_taken(driver: Driver, allowed: str) -> None:
    assert asked(driver, encoder_models=allowed)[0] == 201
    assert asked(driver, "hashing:big", encoder_models=allowed)[0] == 422


def test_the_names_of_encoders_need_no_permission(driver: Driver) -> None:
    assert asked(driver, "sentence_transformer")[0] == 201
    assert asked(driver, None, encoder=MODEL)[0] == 201  # the operator's own choice
    assert asked(driver, MODEL, encoder=MODEL)[0] == 201
