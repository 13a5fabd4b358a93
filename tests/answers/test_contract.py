"""What every kind of answer does, whatever its answers are."""

import json
from itertools import product
from typing import Any

import numpy as np
import pytest

from service.answers import KINDS, AnswerKind, answer_kind
from service.answers.answer import Answer
from service.importing.columns import parts
from service.kit.errors import Invalid
from tests.answers.samples import CLASSES, SAMPLES

IDS = {name: 40 - 3 * place for place, name in enumerate(CLASSES)}
NAMES = {class_id: name for name, class_id in IDS.items()}

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def answers(kind: AnswerKind) -> list[Answer]:
    return [kind.resolve(named, IDS) for named in SAMPLES[kind.name]]


def test_every_kind_is_tried() -> None:
    assert SAMPLES.keys() == KINDS.keys(), "tests/answers/samples.py has a line for each kind"
    assert all(len(samples) > 2 for samples in SAMPLES.values())


@every_kind
def test_an_answer_is_the_same_in_every_form(kind: AnswerKind) -> None:
    for named in SAMPLES[kind.name]:
        answer = kind.resolve(named, IDS)
        assert json.loads(json.dumps(answer)) == answer
        assert kind.decode(answer, NAMES) == named
        assert kind.parse(kind.body(named), IDS) == answer
        assert kind.read(kind.cell(named)) == named
        assert kind.read(kind.exported(named)) == named
        assert kind.render(named)
        assert {NAMES[class_id] for class_id in kind.class_ids(answer)} == {
            *kind.class_names(named)
        }
        assert len({*kind.class_ids(answer)}) == len(kind.class_ids(answer))


@every_kind
def test_samples_mean_different_things(kind: AnswerKind) -> None:
    given = answers(kind)
    for one, other in product(range(len(given)), repeat=2):
        assert (given[one] == given[other]) == (one == other)
        agreed = kind.agreement(given[one], given[other])
        assert agreed == kind.agreement(given[other], given[one])
        assert (agreed == 1) == (one == other)
        assert 0 <= agreed <= 1


@every_kind
@pytest.mark.parametrize("missing", [None, "", "  ", float("nan")])
def test_what_says_nothing_is_no_answer(kind: AnswerKind, missing: Any) -> None:
    assert kind.read(missing) is None


@every_kind
@pytest.mark.parametrize("given", [True, {"class": "bird"}, [None], [[["bird"]]], float("inf")])
def test_a_known_answer_that_is_none_is_refused(kind: AnswerKind, given: Any) -> None:
    with pytest.raises(Invalid):
        kind.read(given)


@every_kind
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"class": 1},
        {"class": ["bird"]},
        {"classes": "bird"},
        {"classes": [1]},
        {"class": "bird", "classes": ["bird"]},
        {"class": "unheard of"},
        {"classes": ["bird", "unheard of"]},
    ],
)
def test_an_answer_that_is_none_is_refused_by_field(kind: AnswerKind, body: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        kind.parse(body, IDS)
    assert refused.value.extra["field"].split(".")[0] == "answer"


@every_kind
def test_one_answer_or_several_alike_are_the_consensus(kind: AnswerKind) -> None:
    assert kind.consensus([], 1) is None
    for answer, people, needed in product(answers(kind), (1, 3), (1, 2, 3)):
        found = kind.consensus([answer] * people, needed)
        assert found is not None
        assert list(found.answer) == answer
        assert found.confidence == 1
        assert found.settled == (people >= needed)
        votes = json.loads(json.dumps(found.votes))
        assert kind.is_settled(votes, needed) == found.settled
        assert not kind.is_settled(votes, people + 1)


@every_kind
def test_two_against_one_decide_and_one_against_one_does_not(kind: AnswerKind) -> None:
    for one, other in product(answers(kind), repeat=2):
        if one == other:
            continue
        most, tie = kind.consensus([other, one, one], 2), kind.consensus([one, other], 2)
        assert most is not None
        assert tie is not None
        assert (list(most.answer), most.settled) == (one, True)
        assert 0.5 < most.confidence < 1
        assert (list(tie.answer), tie.settled, tie.confidence) == (one, False, 0.5)


@every_kind
def test_targets_say_what_answers_say(kind: AnswerKind) -> None:
    given, class_ids = answers(kind), sorted(NAMES)
    assert all(kind.is_within(answer, class_ids) for answer in given)
    targets = kind.targets(given, class_ids)
    assert len(targets) == len(given)
    for place, class_id in enumerate(class_ids):
        expected = [class_id in kind.class_ids(answer) for answer in given]
        assert targets.has(place).tolist() == expected
    backwards = np.arange(len(given))[::-1]
    assert targets.match(kind.targets(given[::-1], class_ids)[backwards]).all()
    assert not targets.match(targets.no_predictions(len(given))).any()


@every_kind
def test_an_answer_of_classes_that_went_says_nothing(kind: AnswerKind) -> None:
    named = SAMPLES[kind.name][1]
    answer = kind.resolve(named, IDS)
    gone = {*kind.class_ids(answer)}
    left = {class_id: name for class_id, name in NAMES.items() if class_id not in gone}
    assert kind.decode(answer, left) is None
    assert not kind.is_within(answer, {*left})


def test_a_kind_that_is_none_is_refused() -> None:
    kinds = ", ".join(sorted(KINDS))
    with pytest.raises(Invalid, match=f"no kind of answer 'telepathy'. Use one of: {kinds}"):
        answer_kind("telepathy")


def test_a_cell_that_only_begins_like_json_is_split() -> None:
    assert parts("{urgent}; metal", ";") == ["{urgent}", " metal"]
    assert parts('{"choices": ["a;b"]}', ";") == '{"choices": ["a;b"]}'
