"""No call answers garbage with a server error, on the stricter of the databases.

What is no garbage after all is answered as documented: status, content type and schema.
"""

import pytest

from tests.driving import Driver
from tests.in_process import Browser
from tests.texts import texts


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_garbage_is_refused_not_tripped_over(driver: Driver, mode: str) -> None:
    # Not at the top: schemathesis takes a second, also of the quick tests.
    from tests.web.garbage import check_refusals

    project = driver.project_with(texts(20), ["a", "b"])
    [lease] = driver.offered(project)["assignments"]
    real = {
        "project_id": project,
        "item_id": lease["item"]["id"],
        "assignment_id": lease["id"],
        "import_id": 1,
        "job_id": 1,
    }
    http = Browser(driver.api, raise_server_exceptions=False, cookies=dict(driver.http.cookies))
    assert len(check_refusals(http, driver.api.openapi(), mode, real)) > 4
