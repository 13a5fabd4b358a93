"""A campaign by the client, on a real service with a real worker."""

import re
import time
from pathlib import Path

import pandas as pd
import pytest

import postil
from postil.labelling import Leases
from tests.patience import until

pytestmark = pytest.mark.slow
TEXTS = [f"{word} number {n}" for n in range(60) for word in ("plum", "iron")]


def truth(text: str) -> str:
    return "fruit" if text.startswith("plum") else "metal"


@pytest.fixture(scope="module")
def project(server: postil.Server) -> postil.Project:
    """With 24 labels that a function gave, and a measurement of them."""
    made = server.create("Fruit", classes=["fruit", "metal"], seed=17, lease_seconds=60)
    frame = pd.DataFrame({"message": TEXTS, "key": range(len(TEXTS)), "label": "unknown"})
    told = r"such as 'unknown'\): none of its values are .* `label=` and `create_classes=True`\.$"
    with pytest.warns(UserWarning, match=told):
        sent = made.add(frame, text="message", id="key")
    assert (sent.received, sent.inserted, sent.rejected) == (120, 120, 0)
    with pytest.warns(UserWarning, match=told):
        again = made.add(frame, text="message", id="key")
    assert again.id == sent.id, "the same import again"
    made.wait(timeout=120)
    assert made.label(truth, 4) == 4
    assert made.label(lambda texts: [truth(text) for text in texts], 20, batch=8) == 20
    made.measure(timeout=120)
    return made


def test_labels_are_those_of_the_function(project: postil.Project) -> None:
    labels = project.labels(annotations=True)
    assert len(labels) == 24
    assert all(row["label"] == truth(row["text"]) for row in labels)
    assert {row["data.label"] for row in labels} == {"unknown"}, "the data's column, not ours"
    assert labels[0]["annotations"][0]["seconds"] is not None
    assert {"audit", "strategy", "seed"} >= {*labels.column("label_source")} >= {"audit"}
    assert labels.to_dataset().features["label"].names == ["fruit", "metal"]
    assert len(project.labels(everything=True)) == 120


def test_what_is_asked_is_chosen_by_all_answers_before(server: postil.Server) -> None:
    made = server.create("Paced", classes=["fruit", "metal"], seed=3, round_every=5)
    made.add(TEXTS)  # they have no vectors yet
    assert made.label(truth, 20) == 20
    rounds = server.connection.get(f"/projects/{made.id}/rounds")["results"]
    assert {0, 5, 10, 15} <= {each["label_count"] for each in rounds}
    assert made.label(truth, 20, pace=10) == 20
    made.wait(timeout=120)
    rounds = server.connection.get(f"/projects/{made.id}/rounds")["results"]
    assert {20, 30, 40} <= {each["label_count"] for each in rounds}


def test_the_curve_has_its_point(project: postil.Project) -> None:
    curve = project.curve()
    assert curve.points[-1]["labels"] == 24
    assert curve.interval is not None
    assert str(curve).endswith("after 24 labels.")
    axes = curve.plot()
    assert axes.get_xlabel() == "labels"
    assert project.stats()["labels"] == 24


def test_the_quality_is_there_class_by_class(project: postil.Project) -> None:
    quality = project.model.quality()
    assert quality.classes.column("class") == ["fruit", "metal"]
    assert all(0.5 < each <= 1 for each in quality.classes.column("expected_precision"))
    assert quality.classes[0]["recall_items"] == quality.raw["classes"][0]["recall"]["items"]
    assert len(quality.pairs) == len(quality.raw["pairs"])
    assert repr(quality).endswith("of 2 classes>")


def test_the_model_is_used_as_a_classifier(
    project: postil.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postil.predicting.FIRST_TEXTS", 2)
    texts = ["a plum number 99", "the iron number 98", "plum, plum"]
    likely = project.model.predict_proba(texts)
    assert likely.shape == (3, 2)
    assert likely.sum(axis=1) == pytest.approx(1.0, abs=1e-3)
    classes = project.model.classes_
    assert classes.tolist() == ["fruit", "metal"]
    predicted = project.model.predict(texts)
    assert predicted.tolist() == classes[likely.argmax(axis=1)].tolist()
    assert project.model.score(texts, predicted) == 1.0
    held_out = pd.Series(texts, index=[7, 8, 9])
    assert project.model.score(held_out, pd.Series(predicted, index=held_out.index)) == 1.0
    with pytest.raises(postil.PostilError, match="3 texts and 2 labels"):
        project.model.score(texts, predicted[:2])
    with pytest.raises(postil.PostilError, match="given as a list"):
        project.model.predict(texts[0])
    explained = project.model.explain(texts[0])
    assert explained[0]["class"] == predicted[0]
    assert explained[0]["nearest"]
    report = project.model.drift([f"Nobody knows what {n} is about" for n in range(40)])
    assert report["changed"]
    assert report["texts"] == 40


def test_the_whole_pool_is_predicted(project: postil.Project) -> None:
    predictions = project.predictions()
    assert len(predictions) >= 120
    known = [row for row in predictions if row["label"] is not None]
    assert len(known) >= 24
    assert all(0.5 <= row["probability"] <= 1 for row in known), "of two classes the likelier"
    assert not any(row["class"] for row in predictions if row["withheld"])
    assert predictions.to_dataset().features["class"].names == ["fruit", "metal"]


def test_a_function_may_skip_and_may_fail(project: postil.Project) -> None:
    skipped: list[str] = []

    def skip_one(text: postil.Item) -> str | None:
        assert text.id
        skipped.append(str(text))
        return None if len(skipped) == 1 else truth(text)

    assert project.label(skip_one, 1) == 1
    assert len(set(skipped)) == 2
    with pytest.raises(ZeroDivisionError):
        project.label(lambda _text: str(1 / 0), 5)
    with pytest.raises(postil.Refused, match="no class 'blue'"):
        project.label(lambda _text: "blue", 5)
    with pytest.raises(postil.Refused, match=r'^An answer is one class here.+, such as "NAME"\.$'):
        project.set_label(["fruit"], project.items(limit=1))
    with pytest.raises(postil.PostilError, match="3 items and gave 1"):
        project.label(lambda _texts: ["fruit"], 3, batch=3)
    assert len(project.labels()) == 25, "nothing of it is stored"


def test_leases_are_renewed_and_given_back(project: postil.Project, server: postil.Server) -> None:
    base, connection = f"/projects/{project.id}", server.connection

    def offered() -> list[dict[str, str]]:
        found = connection.post(f"{base}/assignments", {"limit": 2})["assignments"]
        return [{"id": each["id"], "until": each["expires_at"]} for each in found]

    before, leases = offered(), Leases(connection, base, seconds=0.2)
    leases.hold([int(each["id"]) for each in before])
    with leases.kept():
        until(lambda: offered()[0]["until"] > before[0]["until"])
        leases.done_with(int(before[0]["id"]))
    assert before[0]["id"] in {each["id"] for each in offered()}, "it wasn't ours to give back"
    states = [connection.post(f"{base}/assignments/{before[0]['id']}/release")["state"]]
    with pytest.raises(postil.Refused):
        connection.post(f"{base}/assignments/{before[1]['id']}/renew")
    assert states == ["released"]


def test_items_are_found_labelled_and_left_as_they_were(project: postil.Project) -> None:
    found = project.items(q="iron", state="unlabelled", limit=7)
    assert len(found) == 7
    assert all("iron" in row["text"] for row in found)
    tried = project.set_label("metal", found, dry_run=True)
    change = project.set_label("metal", found)
    assert change.changed == tried.changed == 7
    assert project.item(found[0]["id"])["label"] == "metal"
    project.undo(change)
    assert project.item(found[0]["id"])["label"] is None
    [nearest] = project.items(meaning="iron number 7", limit=1)
    assert "iron" in nearest["text"]
    with pytest.raises(postil.Refused, match="no parameter `nonsense`") as refused:
        project.items(nonsense=1)
    assert "`label`" in str(refused.value)
    assert not re.search("`(class|cursor)`", str(refused.value))
    with pytest.raises(postil.Refused, match="mean `label`"):
        project.items(class_="metal")
    with pytest.raises(postil.Refused) as refused:
        project.items(label="metl")
    assert refused.value.field == "label"


def test_a_class_is_hunted(project: postil.Project) -> None:
    assert repr(project.model).endswith(f"/projects/{project.id}>")
    hunt = project.hunt("fruit", lambda text: truth(text) == "fruit", looks=3)
    assert hunt.looked == 3
    assert 0 <= hunt.found <= 3
    with pytest.raises(postil.PostilError, match="'fruit', 'metal'"):
        project.hunt("wood", lambda _text: None)
    with pytest.raises(postil.PostilError, match=r"'metall'\. Do you mean 'metal'"):
        project.hunt("metall", lambda _text: None)


def test_suggestions_come_in_parts(
    project: postil.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postil.suggesting.MOST_AT_ONCE", 3)
    frame = pd.DataFrame(
        [
            {"external_id": key, "class": name, "probability": p, "text": "left out"}
            for key in range(5)
            for name, p in (("fruit", 0.6), ("metal", 0.4))
        ]
    )
    assert project.suggest("mine", frame) == 5
    with pytest.raises(postil.PostilError, match="Row 1 needs"):
        project.suggest("mine", [{"item_id": 1}])


def test_people_and_settings(project: postil.Project, server: postil.Server) -> None:
    link = project.people.invite("engineer", uses=1)
    assert "#token=" in link
    assert [row["role"] for row in project.people.members()] == ["engineer"]
    with pytest.raises(postil.PostilError, match=r"'Ann'\. There are: 'admin'"):
        project.people.remove("Ann")
    project.change(target=0.9)
    assert project.curve().target == 0.9
    assert server.project("Fruit").id == project.id
    with pytest.raises(postil.PostilError, match=r"Those you can see: .*'Fruit'"):
        server.project("Vegetables")


def test_a_program_labels_under_its_own_name(
    project: postil.Project, server: postil.Server
) -> None:
    token = project.people.add_program("A script")
    with postil.connect(server.connection.url, token) as script:
        assert script.name == "A script"
        assert script.project("Fruit").label(truth, 1) == 1
    people = [
        (each["annotator"], each["answer"], row["text"])
        for row in project.labels(annotations=True)
        for each in row["annotations"]
    ]
    [(said, text)] = [(said, text) for who, said, text in people if who == "A script"]
    assert said == truth(text)


def test_an_import_in_vain_says_why(project: postil.Project, tmp_path: Path) -> None:
    with pytest.raises(
        postil.ImportFailed, match=r"^Nothing of 1 row was taken\. Row 1: 'text' is empty"
    ):
        project.add([{"text": " "}])
    file = tmp_path / "cut.parquet"
    file.write_bytes(b"PAR1")
    with pytest.raises(postil.ImportFailed, match=r"^Nothing of cut\.parquet was taken\. The"):
        project.add(file)
    left_out = r"^1 row was refused: project\.rejected\(\d+\)\. Row 2: 'text' is empty"
    with pytest.warns(UserWarning, match=left_out) as warned:
        some = project.add([{"text": "a plum"}, {"text": ""}], progress=False)
    assert warned[0].filename == __file__
    assert (some.inserted, some.rejected) == (1, 1)
    assert project.rejected(some.id)[0]["line"] == 2
    project.take_back(some.id)
    began = time.monotonic()
    with pytest.raises(postil.StillWorking, match="of 9,999 labels"):
        project.wait(labels=9_999, timeout=0.1)
    assert time.monotonic() - began < 30


def test_a_script_that_runs_twice_goes_on_with_its_project(server: postil.Server) -> None:
    first = server.create("Twice", classes=["fruit"], exist_ok=True)
    assert server.create("Twice", exist_ok=True).id == first.id
    with pytest.warns(UserWarning, match="'Twice' was there already, without the classes 'metal'"):
        assert server.create("Twice", classes=["fruit", "metal"], exist_ok=True).id == first.id
    with pytest.warns(UserWarning, match=r"There was a project 'Twice' already.*exist_ok=True"):
        second = server.create("Twice")
    with pytest.raises(postil.PostilError, match=f"give one's id: {first.id}, {second.id}"):
        server.create("Twice", exist_ok=True)
    second.delete()
    first.change(state="archived")
    assert server.project("Twice").id == server.create("Twice", exist_ok=True).id == first.id


def test_known_answers_and_an_export(server: postil.Server, tmp_path: Path) -> None:
    made = server.create("Known")
    rows = [{"text": text, "label": truth(text)} for text in TEXTS[:10]]
    sent = made.add(rows, label="label", create_classes=True)
    assert sent.labelled == 10
    assert sorted(made.classes) == ["fruit", "metal"]
    made.wait(labels=10, timeout=120)
    file = made.export(tmp_path / "labels.csv", unique=True)
    assert len(pd.read_csv(file)) == 10
    for write in (made.export, made.model.save):
        with pytest.raises(postil.PostilError, match=r"no folder .*nowhere to write labels\.csv"):
            write(tmp_path / "nowhere" / "labels.csv")
    made.delete()
    with pytest.raises(postil.PostilError):
        server.project("Known")
