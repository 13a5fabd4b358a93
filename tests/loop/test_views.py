"""Views: the vectors of a project's items by one encoder. Rounds work on the first."""

import pytest

from service.models import View
from tests.driving import Driver, on_sqlite, texts, truth

CLASSES = ["fruit", "metal"]


def ranked(driver: Driver, project: int) -> list[tuple[int, str, float | None]]:
    """What is to be handed out, by its place among the items."""
    with driver.app.read() as uow:
        rows = uow.rankings.of(project)
        place = uow.items.some(row.item_id for row in rows)
        return [(place[row.item_id].ordinal, row.strategy, row.score) for row in rows]


def campaign(driver: Driver, *, views: int) -> int:
    project = driver.project(CLASSES, strategy="margin")
    with driver.app.write() as uow:
        for position in range(1, views):
            uow.views.add(View(project_id=project, position=position, encoder="hashing"))
    driver.imported(project, texts(60))
    driver.label(project, 12, truth)
    driver.work()
    return project


def test_a_project_begins_with_one_view(driver: Driver) -> None:
    project = driver.project()
    with driver.app.read() as uow:
        [view] = uow.views.of(project)
    assert (view.position, view.encoder, view.fingerprint) == (0, "hashing", None)
    assert driver.get(f"/projects/{project}").json()["encoder"] == "hashing"


@on_sqlite
@pytest.mark.slow
def test_a_second_view_has_vectors_of_its_own_and_changes_no_ranking(driver: Driver) -> None:
    alone, two = campaign(driver, views=1), campaign(driver, views=2)
    assert ranked(driver, alone) == ranked(driver, two)
    with driver.app.read() as uow:
        first, second = uow.views.of(two)
        files = [{shard.blob for shard in uow.shards.current(view)} for view in (first, second)]
        held = [sum(s.items for s in uow.shards.current(view)) for view in (first, second)]
        graphs = {first.neighbours, second.neighbours}
    assert held == [60, 60]
    assert all(files)
    assert not files[0] & files[1]
    assert len(graphs) == 2
    assert None not in graphs
    stats = driver.get(f"/projects/{two}/stats").json()
    assert (stats["embedded"], stats["encoder"]["state"]) == (60, "ready")
    assert driver.http.delete(f"/api/v1/projects/{two}").status_code == 204
