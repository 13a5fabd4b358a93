"""How long is a small import held up by a large one of another project? Over real HTTP.

    python -m benchmarks.import_turns --large 100000 --small 3000 [--busy 2]

`postil serve` in an empty folder on SQLite. A small file goes in alone, then another one, into a
project of its own, once the first rows of a large file are in. Linux only.
"""

import argparse
import secrets
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.importing import busy_processes
from benchmarks.load import CLASSES, rows
from benchmarks.serving import API, service


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=3_000)
    parser.add_argument("--busy", type=int, default=0, help="processes that compute beside it")
    options = parser.parse_args()
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as name,
        service(Path(name), token, "hashing") as at,
        busy_processes(options.busy),
    ):
        client = httpx.Client(base_url=at.url + API, timeout=1_800)
        client.headers["Authorization"] = f"Bearer {token}"
        print(f"{options.small:,} rows alone: {_took(client, options.small):.1f} s")
        large = _sent(client, options.large)
        while client.get(large).json()["received"] == 0:
            time.sleep(0.1)
        print(f"beside {options.large:,} rows: {_took(client, options.small):.1f} s")
        print(f"the large one then has {client.get(large).json()['received']:,} rows")


def _took(client: httpx.Client, count: int) -> float:
    """Seconds from the upload to the end of the import."""
    started, path = time.perf_counter(), _sent(client, count)
    while client.get(path).json()["state"] == "running":
        time.sleep(0.1)
    return time.perf_counter() - started


def _sent(client: httpx.Client, count: int) -> str:
    """The path of an import that has been sent into a new project."""
    body = {"name": "Turns", "classes": [{"name": name} for name in CLASSES]}
    path = (
        f"/projects/{client.post('/projects', json=body).raise_for_status().json()['id']}/imports"
    )
    headers = {"Content-Type": "text/csv"}
    sent = client.post(path, content=rows(count), headers=headers).raise_for_status()
    return f"{path}/{sent.json()['import_id']}"


if __name__ == "__main__":
    main()
