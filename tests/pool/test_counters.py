"""Whatever people and files do, counters say what a recount of the rows says."""

import random
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from service.db.clock import FrozenClock
from service.kit.errors import NotFound
from service.kit.vocabulary import Counted, Source
from service.labelling.decide_items import decide_items, undo_decisions
from service.labelling.queries.annotations import Annotations
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Annotation
from service.pool.tables.items import Import
from service.pool.tables.labels import Decision, Label
from service.pool.tables.projects import Counter
from service.rounds.audit_sample import grow_audit_sample
from tests.driving import API, Driver
from tests.recounting import kept, recounted

CLASSES = ["a", "b", "c"]
TEXTS = [f"text {number}" for number in range(30)]
STEPS = 130


class Walk:
    """Two people who label, an engineer who brings files and takes them back, and time."""

    def __init__(self, driver: Driver, clock: FrozenClock, seed: int) -> None:
        self.driver, self.clock, self.dice = driver.without("embed"), clock, random.Random(seed)
        settings = {"overlap": 1 + seed % 3, "lease_seconds": 60, "audits": "proof"}
        self.project = driver.project(CLASSES, seed=seed, **settings)
        self.path = f"{API}/projects/{self.project}"
        self.people = [driver.join(self.project, name, "engineer") for name in ("Ann", "Ben")]
        self.leases: list[list[Any]] = [[], []]
        self.sent: list[list[str]] = [[], []]
        self.batches: list[UUID] = []
        self.admin = driver.get("/me").json()["id"]
        self.done: set[str] = set()

    def step(self) -> None:
        often = [self.ask] * 6 + [self.answer] * 10 + [self.work] * 4 + [self.bring] * 2
        others = [self.skip, self.release, self.retract, self.flag, self.wait, self.grow]
        others += [self.answer_unasked, self.retract_known, self.change_overlap]
        others += [self.decide, self.decide, self.undo]
        others += [self.merge, self.retire, self.restore, self.set_aside, self.bring_back]
        does = self.dice.choice([*often, *others, self.take_back_import])
        if does(self.dice.randrange(2)):
            self.done.add(does.__name__)

    def bring(self, _who: int) -> bool:
        """Known texts and new ones, for the pool or the test set, labelled or not."""
        texts = self.dice.sample(TEXTS, self.dice.randint(1, 6))
        labelled, is_test = self.dice.random() < 0.5, self.dice.random() < 0.15
        rows = [{"text": text} for text in texts]
        for row in rows if labelled else ():
            row["label"] = self.dice.choice(CLASSES)
        query = {"role": "evaluation" if is_test else "pool", "file_name": str(uuid4())}
        query |= {"labels": "import"} if labelled else {}
        content = "\n".join(f"{row}".replace("'", '"') for row in rows)
        sent = self.driver.upload(self.project, content, **query)
        assert sent.status_code == 202, sent.text
        return True

    def work(self, _who: int) -> bool:
        return bool(self.driver.work(until_idle=False))

    def ask(self, who: int) -> bool:
        offer = self.driver.offered(self.project, self.dice.randint(1, 3), self.people[who])
        self.leases[who] += [a for a in offer["assignments"] if a not in self.leases[who]]
        return bool(offer["assignments"])

    def answer(self, who: int) -> bool:
        """Any lease this person ever had, so that answers are changed too; it takes a while."""
        if not self.leases[who]:
            return False
        lease, name = self.dice.choice(self.leases[who][-6:]), str(uuid4())
        shown = self.clock.now
        self.clock.advance(self.dice.choice([0.25, 3.0, 3.0, 3.0, 400.0]))
        fields = {"shown_at": shown.isoformat()} if self.dice.random() < 0.8 else {}
        label, http = self.dice.choice(CLASSES), self.people[who]
        sent = self.driver.answer(self.project, lease, label, id=name, http=http, **fields)
        assert sent.status_code in (201, 404), sent.text
        self.sent[who] += [name] if sent.status_code == 201 else []
        return bool(sent.status_code == 201)

    def answer_unasked(self, who: int) -> bool:
        items = self.driver.get(f"/projects/{self.project}/items").json()["results"]
        if not items:
            return False
        body = {"item_id": self.dice.choice(items)["id"], "answer": {"class": "a"}}
        name = str(uuid4())
        sent = self.people[who].put(f"{self.path}/annotations/{name}", json=body)
        assert sent.status_code == 201, sent.text
        self.sent[who].append(name)
        return True

    def decide(self, _who: int) -> bool:
        """Sets the labels of some items, at times under a batch that there is."""
        items = self.driver.get(f"/projects/{self.project}/items").json()["results"]
        chosen = self.dice.sample([item["id"] for item in items], min(len(items), 4))
        source = self.dice.choice([Source.SEARCH, Source.REVIEW])
        offered = [each["name"] for each in self.classes() if each["state"] == "active"]
        if not offered:
            return False
        batch, answer = uuid4(), {"class": self.dice.choice(offered)}
        with self.driver.app.write() as uow:
            decide_items(uow, self.project, self.admin, batch, chosen, answer, source)
        self.batches += [batch] if chosen else []
        return bool(chosen)

    def undo(self, _who: int) -> bool:
        if not self.batches:
            return False
        with self.driver.app.write() as uow:
            try:
                undo_decisions(uow, self.project, self.admin, self.dice.choice(self.batches))
            except NotFound:
                return False  # its items went with their import
        return True

    def retract(self, who: int) -> bool:
        if not self.sent[who]:
            return False
        name = self.dice.choice(self.sent[who][-6:])
        return self.taken_back(self.people[who], name)

    def retract_known(self, _who: int) -> bool:
        """An answer that came with a file, of the pool or the test set."""
        with self.driver.app.read() as uow:
            asked = select(Annotation.id).where(col(Annotation.import_id).is_not(None))
            known = sorted(map(str, uow.session.exec(asked.where(Annotation.live)).all()))
        return bool(known) and self.taken_back(self.driver.http, self.dice.choice(known))

    def taken_back(self, http: TestClient, name: str) -> bool:
        answer = self.driver.retract(self.project, name, http)
        assert answer.status_code in (200, 404), answer.text
        return bool(answer.status_code == 200)

    def set_aside(self, who: int) -> bool:
        return bool(self.people[who].post(self.aside(who)).json()["answers"])

    def bring_back(self, who: int) -> bool:
        return bool(self.people[who].delete(self.aside(who)).json()["answers"])

    def aside(self, who: int) -> str:
        user = self.people[who].get(f"{API}/me").json()["id"]
        return f"{self.path}/members/{user}/set-aside"

    def skip(self, who: int) -> bool:
        return self.end("skip", who)

    def release(self, who: int) -> bool:
        return self.end("release", who)

    def end(self, how: str, who: int) -> bool:
        if not self.leases[who]:
            return False
        lease = self.dice.choice(self.leases[who][-6:])
        ended = self.driver.end(self.project, how, lease, self.people[who])
        assert ended.status_code in (200, 409), ended.text
        return bool(ended.status_code == 200)

    def flag(self, who: int) -> bool:
        if not self.leases[who]:
            return False
        item = self.leases[who][-1]["item"]["id"]
        body = {"kind": "flag", "text": ""}
        sent = self.people[who].post(f"{self.path}/items/{item}/notes", json=body)
        assert sent.status_code in (201, 404), sent.text
        return bool(sent.status_code == 201)

    def wait(self, _who: int) -> bool:
        self.clock.advance(self.dice.choice([1, 61, 9_000, 86_400]))
        self.driver.announce()
        return True

    def take_back_import(self, _who: int) -> bool:
        with self.driver.app.read() as uow:
            imports = uow.session.exec(select(Import.id)).all()
        if not imports:
            return False
        place = f"{self.path}/imports/{self.dice.choice(imports)}"
        answer = self.driver.http.delete(place, params={"with_answers": True})
        assert answer.status_code == 202, answer.text
        return True

    def change_overlap(self, _who: int) -> bool:
        body = {"overlap": self.dice.randint(1, 3)}
        return bool(self.driver.http.patch(self.path, json=body).is_success)

    def merge(self, _who: int) -> bool:
        """Any class into any, as far as that goes."""
        one, other = self.dice.sample(self.classes(), 2)
        return self.changed(one, "merge", into=other["id"])

    def retire(self, _who: int) -> bool:
        return self.changed(self.dice.choice(self.classes()), "retire")

    def restore(self, _who: int) -> bool:
        gone = [each for each in self.classes() if each["state"] != "active"]
        return bool(gone) and self.changed(self.dice.choice(gone), "restore")

    def classes(self) -> list[Any]:
        return list(self.driver.get(f"/projects/{self.project}/classes").json()["results"])

    def changed(self, found: Any, how: str, **body: Any) -> bool:
        place = f"{self.path}/classes/{found['id']}/{how}"
        answer = self.driver.http.post(place, json=body or None)
        assert answer.status_code in (200, 409), answer.text
        return bool(answer.status_code == 200)

    def grow(self, _who: int) -> bool:
        grow_audit_sample(self.driver.app, self.project)
        return True

    def check(self) -> None:
        with self.driver.app.read() as uow:
            assert kept(uow, self.project) == recounted(uow, self.project)

    def check_shown(self) -> None:
        """What people are shown is what was counted."""
        with self.driver.app.read() as uow:
            counts = recounted(uow, self.project)
            setters = uow.session.exec(select(Decision.user_id).where(col(Decision.live))).all()
        stats = self.driver.get(f"/projects/{self.project}/stats").json()
        for shown in (Counted.ITEMS, Counted.LABELS, Counted.AUDIT_LABELS):
            assert stats[shown.value] == counts.get((shown.value, 0, 0), 0)
        classes = self.classes()
        assert sum(each["labels"] for each in classes) == stats["labels"]
        offered = {each["id"]: each["labels"] for each in classes if each["state"] == "active"}
        assert {each["id"]: each["labels"] for each in stats["classes"]} == offered
        self.check_classes(classes, counts)
        people = {each["user_id"]: each["answers"] for each in stats["people"] if each["answers"]}
        assert people == {key: n for (*at, key), n in counts.items() if n and at == ["answers", 0]}
        for person in stats["people"]:
            assert person["labels_set"] == setters.count(person["user_id"])

    def check_classes(self, classes: list[Any], counts: dict[tuple[str, int, int], int]) -> None:
        """Each has its labels and those of what is merged into it, which has none."""
        into = {each["id"]: each["merged_into"] for each in classes}
        wanted = dict.fromkeys(into, 0)
        for class_id in into:
            meant = class_id
            while into[meant] is not None:
                meant = into[meant]
            wanted[meant] += counts.get(("of_class", 0, class_id), 0)
        assert {each["id"]: each["labels"] for each in classes} == wanted

    def check_labels(self) -> None:
        """With all jobs done a label is what its answers mean by the classes as they are."""
        with self.driver.app.read() as uow:
            project = uow[Projects].get(self.project)
            labels = uow.session.exec(select(Label).where(Label.project_id == self.project)).all()
            merged = uow[Classes].merged(self.project)
            for label in labels:
                given = uow[Annotations].live_answers(label.item_id)
                meant = [merged.get(each, each) for each in label.answer]
                if given[-1].decided_as is not None:
                    assert meant == [merged.get(each, each) for each in given[-1].answer]
                    continue
                said = [each for each in given if not each.unasked] or given
                votes = [merged.get(each.answer[0], each.answer[0]) for each in said]
                top = max(votes.count(vote) for vote in votes)
                first = next(vote for vote in votes if votes.count(vote) == top)
                assert meant == [first], (label, votes)
                assert label.confidence == top / len(votes)
                needed = 1 if any(each.import_id for each in said) else project.overlap
                leaders = {vote for vote in votes if votes.count(vote) == top}
                if len(votes) >= needed and len(leaders) == 1:
                    assert label.state == "settled"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_url", "seed"),
    [("sqlite", 1), ("sqlite", 2), ("postgresql", 4), ("postgresql", 5)],
    indirect=["database_url"],
)
def test_a_recount_finds_what_counters_say(driver: Driver, clock: FrozenClock, seed: int) -> None:
    """Each walk on one of the databases: they meet other things on their ways."""
    walk = Walk(driver, clock, seed)
    for _ in range(STEPS):
        walk.step()
        walk.check()
    walk.check_shown()
    assert len(walk.done) >= 12, walk.done
    driver.work()
    walk.check()
    walk.check_labels()
    assert driver.http.delete(walk.path).status_code == 204
    clock.advance(7_200)
    driver.work()
    with driver.app.read() as uow:
        assert uow.session.exec(select(Counter)).all() == []
