"""Nobody else on the machine reads the texts, or the hashes of secrets."""

import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import serving
from tests.patience import until

pytestmark = pytest.mark.slow


def open_to_others(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): stat.filemode(path.stat().st_mode)
        for path in [folder, *folder.rglob("*")]
        if path.stat().st_mode & 0o077
    }


def git_would_add(folder: Path) -> str:
    """In a repository around `folder`, beside the log of the service."""
    git = ("git", "-C", str(folder))
    subprocess.run([*git, "init", "--quiet"], check=True)
    untracked = [*git, "ls-files", "--others", "--exclude-standard", "--exclude=serve.log"]
    return subprocess.check_output(untracked, text=True)


def test_a_data_directory_is_private(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with (
        serving(tmp_path, "serve", "--port", "0", "--data-dir", "data") as served,
        closing(served.sign_in()) as http,
    ):
        assert not git_would_add(tmp_path)
        project = http.post("/projects", json={"name": "P", "classes": []}).json()["id"]
        rows = [{"text": f"text {place}"} for place in range(20)]
        http.post(f"/projects/{project}/imports", json=rows)
        until(lambda: http.get(f"/projects/{project}/stats").json()["embedded"] == 20, "vectors")
        found = open_to_others(data)
        assert {name for name in found if "blobs/" not in name} <= {"address"}
        assert {name for name in found if not (data / name).is_dir()} <= {"address"}
        assert {path.name for path in data.glob("postil.sqlite3*")} > {"postil.sqlite3"}
    for path in data.glob("postil.sqlite3*"):
        path.chmod(0o644)
    with serving(tmp_path, "serve", "--port", "0", "--data-dir", "data") as again:
        assert again.url
        modes = {path.stat().st_mode & 0o777 for path in data.glob("postil.sqlite3*")}
        assert modes == {0o600}, "an earlier version left it open"
