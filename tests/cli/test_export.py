"""`postil export`: what it says of the labels that it wrote."""

from contextlib import closing
from uuid import uuid4

import pytest

from tests.cli.running import Served
from tests.cli.running import forked as postil

pytestmark = pytest.mark.slow


def test_labels_that_are_not_settled_are_told(served: Served, token: dict[str, str]) -> None:
    (served.folder / "twice.csv").write_text("text\nOne\nTwo\nThree\n")
    sent = ("import", "twice.csv", "-p", "Twice each", "--class", "a", "--class", "b")
    assert postil(served.folder, *sent, env=token).returncode == 0
    with closing(served.sign_in()) as http:
        [project] = http.get("/projects").json()["results"]
        base = f"/projects/{project['id']}"
        assert http.patch(base, json={"overlap": 2}).is_success
        leases = http.post(f"{base}/assignments", json={"limit": 2}).json()["assignments"]
        for lease in leases:
            answer = {"class": "a"}
            body = {"item_id": lease["item"]["id"], "assignment_id": lease["id"], "answer": answer}
            assert http.put(f"{base}/annotations/{uuid4()}", json=body).is_success
    every = postil(served.folder, "export", "-p", "Twice each", env=token)
    assert len(every.stdout.splitlines()) == len(leases) == 2
    assert "2 texts have labels that aren't settled" in every.stderr
    settled = postil(served.folder, "export", "-p", "Twice each", "--settled", env=token)
    assert settled.stdout == ""
    assert "aren't settled" not in settled.stderr
