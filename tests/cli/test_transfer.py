"""`postil import`, `export` and `token` against a service that runs."""

import gzip
import json
import re
import subprocess
import uuid
from contextlib import closing
from pathlib import Path
from zipfile import is_zipfile

import httpx
import pytest

from tests.cli.running import Served
from tests.cli.running import forked as postil
from tests.patience import until
from tests.texts import texts

pytestmark = pytest.mark.slow

CSV = "nr,question,label\na,Where is my card?,card\nb,,card\nc,I want a refund,refund\n"
COLUMNS = ("--text", "question", "--id", "nr")
Done = subprocess.CompletedProcess[str]
IMPORT_NUMBER = re.compile(r"[Ii]mport (\d+)")
CLASSES = ("--class", "card", "--class", "refund")


@pytest.fixture(scope="module")
def cards(folder: Path, served: Served, token: dict[str, str]) -> list[Done]:
    """Two imports of two texts, which are labelled since."""
    (folder / "cards.csv").write_text(CSV)
    sent = ("import", "cards.csv", "-p", "Cards", *COLUMNS)
    first = postil(folder, *sent, *CLASSES, env=token)
    again = postil(folder, *sent, "--allow-refused", "--key", "again", env=token)
    label_everything(served, "Cards", "card")
    return [first, again]


@pytest.fixture(scope="module")
def twice(folder: Path, token: dict[str, str]) -> list[Done]:
    """A file sent twice."""
    (folder / "twice.csv").write_text("text\none\ntwo\n")
    sent = ("import", "twice.csv", "-p", "Twice", *CLASSES)
    return [postil(folder, *sent, env=token) for _ in range(2)]


def test_what_may_not_be_meant_is_said_with_its_option(folder: Path, token: dict[str, str]) -> None:
    (folder / "unsaid.csv").write_text("text,label\nmy card,card\n")
    sent = postil(folder, "import", "unsaid.csv", "-p", "Unsaid", *CLASSES, env=token)
    assert "'label' stays data" in sent.stderr
    assert "with `--labels import`; `--labels ignore` says that they are data." in sent.stderr
    done = postil(folder, "export", "-p", "Unsaid", "-o", "none.jsonl", env=token)
    assert "none.jsonl: 0 rows\nNo text has a label yet. --everything exports" in done.stderr
    every = postil(folder, "export", "-p", "Unsaid", "--everything", env=token)
    assert "No text has a label" not in every.stderr
    settled = postil(folder, "export", "-p", "Unsaid", "--settled", "--format", "ndjson", env=token)
    assert settled.stderr.endswith("0 rows\nNo text has a settled label yet.\n")
    both = postil(folder, "export", "-p", "Unsaid", "--settled", "--machine-labels", env=token)
    assert "The model's labels are never settled. Leave out one of the two." in both.stderr


def test_rows_go_in_and_labels_come_out(
    folder: Path, token: dict[str, str], cards: list[Done]
) -> None:
    sent, again = cards
    assert sent.returncode == 1, "a row was refused"
    assert re.search(r"Project \d+: Cards\n", sent.stderr)
    assert "2 of 3 rows are new items" in sent.stderr
    assert "line 3: 'question' is empty" in sent.stderr
    assert again.returncode == 0, again.stderr

    done = postil(folder, "export", "-p", "Cards", "-o", "labels.jsonl", env=token)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (folder / "labels.jsonl").read_text().splitlines()]
    assert {(line["external_id"], line["label"]) for line in lines} == {
        ("a", "card"),
        ("c", "card"),
    }
    assert "Wrote labels.jsonl: 4 rows" in done.stderr, "two texts, imported twice"
    assert not list(folder.glob("*.part"))
    for name in ("labels.parquet", "labels.xlsx"):
        by_name = postil(folder, "export", "-p", "Cards", "-o", name, env=token)
        assert f"Wrote {name}: 4 rows" in by_name.stderr
    assert (folder / "labels.parquet").read_bytes().startswith(b"PAR1")
    assert (folder / "labels.xlsx").read_bytes().startswith(b"PK")

    table = postil(folder, "export", "-p", "Cards", "--format", "csv", env=token)
    assert table.stdout.startswith("id,external_id,text,label")
    assert len(table.stdout.splitlines()) == 5
    assert "4 rows" in table.stderr


def label_everything(served: Served, project: str, answer: str) -> None:
    """As the administrator, by HTTP."""
    with closing(served.sign_in()) as http:
        projects = http.get("/projects").json()["results"]
        base = f"/projects/{next(p['id'] for p in projects if p['name'] == project)}"
        for given in http.post(f"{base}/assignments", json={"limit": 50}).json()["assignments"]:
            http.put(
                f"{base}/annotations/{uuid.uuid4()}",
                json={
                    "item_id": given["item"]["id"],
                    "assignment_id": given["id"],
                    "answer": {"class": answer},
                },
            ).raise_for_status()


@pytest.mark.usefixtures("cards")
def test_a_release_is_a_folder_that_stays(folder: Path, token: dict[str, str]) -> None:
    """What is in it: tests/releasing."""
    silent = postil(folder, "release", "-p", "Cards", env=token)
    both = postil(folder, "release", "-p", "Cards", "--texts", "--no-texts", env=token)
    for done in (silent, both):
        assert (done.returncode, "--texts or --no-texts" in done.stderr) == (1, True)
    done = postil(folder, "release", "-p", "Cards", "--texts", "--column", "nr", env=token)
    assert done.returncode == 1
    assert "There are: label" in done.stderr
    fast = postil(folder, "release", "-p", "Cards", "--texts", "--fast", env=token)
    assert (fast.returncode, "add --model" in fast.stderr) == (1, True)
    made = postil(folder, "release", "-p", "Cards", "--texts", "--ids", env=token)
    assert "Wrote Cards-v1" in made.stderr, made.stderr
    assert {path.name for path in (folder / "Cards-v1").iterdir()} == {
        *("README.md", "SHA256SUMS", "data", "release.json")
    }
    assert not list(folder.glob("*.part"))


def test_a_release_waits_for_the_worker_that_prepares_its_model(
    folder: Path, served: Served, token: dict[str, str]
) -> None:
    rows = [f"{row['text']},{row['label']}" for row in texts(40)]
    (folder / "things.csv").write_text("\n".join(["text,label", *rows, "pear number 99,"]))
    known = ("--labels", "import", "--create-classes")
    sent = postil(folder, "import", "things.csv", "-p", "Things", *known, env=token)
    assert sent.returncode == 0, sent.stderr
    release = ("release", "-p", "Things", "--texts", "--model")
    key = {"Authorization": f"Bearer {token['POSTIL_TOKEN']}"}
    with httpx.Client(base_url=f"{served.url}/api/v1", headers=key) as http:
        [place] = [p for p in http.get("/projects").json()["results"] if p["name"] == "Things"]
        base = f"/projects/{place['id']}"
        until(lambda: http.get(f"{base}/curve").json()["points"])
        made = postil(folder, *release, env=token)
        assert made.returncode == 0, made.stderr
        *waited, wrote = made.stderr.splitlines()
        assert wrote == "Wrote Things-v1: look at its README.md before you share it."
        assert waited
        assert all(line.startswith("model") for line in waited)
        assert is_zipfile(folder / "Things-v1" / "model.zip")
        http.post(f"{base}/classes", json={"name": "glass"}).raise_for_status()
        http.patch(base, json={"state": "archived"}).raise_for_status()
    again = postil(folder, *release, env=token)
    assert again.returncode == 0, again.stderr
    *_, said, wrote = again.stderr.splitlines()
    assert said == "The model: It doesn't know these classes of the project: glass."
    assert wrote.startswith("Wrote Things-v2")


def test_the_same_file_again_is_the_same_import(
    folder: Path, token: dict[str, str], twice: list[Done]
) -> None:
    assert [done.returncode for done in twice] == [0, 0], twice[1].stderr
    assert "2 of 2 rows are new items" in twice[0].stderr
    assert "was sent before: nothing has changed" in twice[1].stderr
    assert "2 of 2 rows were new items" in twice[1].stderr
    assert "?" not in twice[1].stderr, "a bar of nothing"
    exported = postil(folder, "export", "-p", "Twice", "--everything", env=token)
    assert len(exported.stdout.splitlines()) == 2


def test_a_wrong_file_leaves_no_project_that_was_opened_for_it(
    folder: Path, token: dict[str, str]
) -> None:
    (folder / "fresh.csv").write_text("text\none\n")
    sent = ("import", "fresh.csv", "-p", "Fresh", *CLASSES)
    wrong = postil(folder, *sent, "--text", "txet", env=token)
    assert wrong.returncode == 1
    assert "No column 'txet'" in wrong.stderr
    assert "The project opened for it is removed again." in wrong.stderr
    assert "no project 'Fresh'" in postil(folder, "export", "-p", "Fresh", env=token).stderr
    assert postil(folder, *sent, env=token).returncode == 0
    later = postil(folder, *sent, "--text", "txet", env=token)
    assert "removed" not in later.stderr
    assert postil(folder, "export", "-p", "Fresh", env=token).returncode == 0


def test_known_answers_a_test_set_and_taking_both_back(folder: Path, token: dict[str, str]) -> None:
    rows = "".join(f'{{"text": "known {i}", "label": "refund"}}\n' for i in range(20))
    (folder / "known.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    (folder / "test.json").write_text('[{"text": "held out", "label": "card"}]')
    sent = postil(
        folder, "import", "known.jsonl.gz", "-p", "Known", "--class", "card", "--class", "other",
        "--labels", "import", "--create-classes", env=token,
    )  # fmt: skip
    assert sent.returncode == 0, sent.stderr
    test = postil(folder, "import", "test.json", "-p", "Known", "--role", "evaluation", env=token)
    assert test.returncode == 0, test.stderr
    exported = postil(folder, "export", "-p", "Known", "--everything", env=token).stdout
    lines = [json.loads(line) for line in exported.splitlines()]
    assert {line["label"] for line in lines if line["text"].startswith("known")} == {"refund"}
    assert {a["source"] for line in lines for a in line["annotations"]} == {"import"}

    number = IMPORT_NUMBER.search(sent.stderr)
    assert number is not None, sent.stderr
    gone = postil(folder, "revert", number[1], "-p", "Known", env=token)
    assert gone.returncode == 0, gone.stderr
    assert "brought 20 items; those that another import brought too stay" in gone.stderr
    left = postil(folder, "export", "-p", "Known", "--everything", env=token).stdout
    assert "known" not in left
    again = postil(folder, "revert", number[1], "-p", "Known", env=token)
    assert (again.returncode, "nothing has changed" in again.stderr) == (0, True)
    missing = postil(folder, "revert", "9999", "-p", "Known", env=token)
    assert (missing.returncode, "no import 9999" in missing.stderr) == (1, True)


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("export", "-p", "Nothing"), "There is no project 'Nothing'"),
        (("export", "-p", "1", "--token", "wrong"), "This token isn't valid"),
        (("export", "-p", "1", "--url", "http://127.0.0.1:9"), "Nothing answers at"),
        (("import", "notes.docx", "-p", "1"), "can't be imported. Send one of: .csv"),
        (("import", "sheet.xlsx", "-p", "1"), "save the sheet as CSV"),
        (("import", "headless.csv", "-p", "Nothing"), "`--class`, once for each of its classes"),
        (("import", "headless.csv", "-p", "Twice", "--class", "new"), "Add 'new' in its settings"),
        (("replay", "headless.csv"), "`--text`"),
        (("import", "headless.csv", "-p", "Twice"), "No column 'text'"),
        (("import", "headless.csv", "-p", "Twice"), "`--text`"),
        (("import", "twice.csv", "-p", "Twice", "--id", "nr"), "No row has a column 'nr'"),
        (("export", "-p", "1", "--url", "127.0.0.1:9"), "Nothing answers at http://127.0.0.1:9"),
        (("export", "-p", "1", "-o", "x.csv", "--format", "jsonl"), "x.csv ends like csv"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    folder: Path, token: dict[str, str], arguments: tuple[str, ...], message: str
) -> None:
    (folder / "notes.docx").write_text("no table")
    (folder / "sheet.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "headless.csv").write_text("a,b\n1,2\n")
    done = postil(folder, *arguments, env=token)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("cards")
def test_without_the_right_nothing_is_exported(served: Served) -> None:
    folder = served.folder
    without = postil(folder, "export", "-p", "1")
    assert without.returncode == 1
    assert "POSTIL_TOKEN" in without.stderr
    reader = postil(folder, "token", "reader", "--role", "annotator")
    refused = postil(folder, "export", "-p", "Cards", env={"POSTIL_TOKEN": reader.stdout.strip()})
    assert refused.returncode == 1
    assert "engineer" in refused.stderr


def test_an_export_that_breaks_leaves_no_file(folder: Path, token: dict[str, str]) -> None:
    done = postil(folder, "export", "-p", "Nothing", "-o", "nothing.jsonl", env=token)
    assert done.returncode == 1
    assert not list(folder.glob("nothing.jsonl*"))


def test_a_file_is_read_as_the_options_say(folder: Path, token: dict[str, str]) -> None:
    (folder / "old.tsv").write_bytes('text\tn\n"Grüße" sagt er\t1\n'.encode("windows-1252"))
    command = ("import", "old.tsv", "-p", "Old", *CLASSES)
    refused = postil(folder, *command, env=token)
    assert refused.returncode == 1
    assert "Byte 11, in line 2, is not UTF-8" in refused.stderr
    assert "--encoding windows-1252" in " ".join(refused.stderr.split())
    sent = postil(folder, *command, "--encoding", "windows-1252", "--quoting", "none", env=token)
    assert sent.returncode == 0, sent.stderr
    assert "1 of 1 rows are new items" in sent.stderr
    strange = postil(folder, *command, "--encoding", "klingon", env=token)
    assert strange.returncode == 1
    assert "'klingon'" in strange.stderr


def test_a_project_whose_texts_have_several_classes_is_opened(
    folder: Path, token: dict[str, str]
) -> None:
    (folder / "topics.csv").write_text("text,label\nmy card was eaten,card;cash\nhello,\n")
    (folder / "lists.jsonl").write_text('{"text": "both", "label": ["card", "cash"]}\n')
    known = ("--labels", "import", "--create-classes")
    cut = postil(
        folder, "import", "topics.csv", "-p", "Topics", *known, "--separator", ";", env=token
    )
    assert cut.returncode == 0, cut.stderr
    lists = postil(folder, "import", "lists.jsonl", "-p", "Lists", *known, "--several", env=token)
    assert lists.returncode == 0, lists.stderr
    for name in ("Topics", "Lists"):
        line = json.loads(postil(folder, "export", "-p", name, env=token).stdout)
        assert line["label"] == ["card", "cash"]
    (folder / "one.csv").write_text("text\none\n")
    postil(folder, "import", "one.csv", "-p", "One", *CLASSES, env=token)
    no = postil(folder, "import", "topics.csv", "-p", "One", *known, "--separator", ";", env=token)
    assert no.returncode == 1
    assert "Texts of 'One' have one class each" in no.stderr
