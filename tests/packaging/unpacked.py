"""A model as somebody has it who took it away."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from tests.driving import Driver


def unpacked(driver: Driver, project: int, folder: Path, rung: str = "full") -> None:
    """The zip of the last measured round."""
    assert driver.post(f"/projects/{project}/model?rung={rung}").status_code == 202
    driver.work()
    answer = driver.get(f"/projects/{project}/model/file", rung=rung)
    assert answer.status_code == 200, driver.get(f"/projects/{project}/model", rung=rung).text
    with ZipFile(BytesIO(answer.content)) as archive:
        archive.extractall(folder)
