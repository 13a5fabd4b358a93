"""One class an item: `{"class": "refund"}`, stored as `[7]`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from service.answers import register
from service.answers.answer import Answer, AnswerBody, Column, Feature, Named
from service.answers.names import name_in, no_such_class
from service.core.consensus import Consensus, majority, majority_is_settled
from service.core.evaluation.metric import Metric
from service.core.targets.one_class import OneClass
from service.kit.errors import Invalid


class SingleLabel:
    name = "single_label"
    metrics = (Metric.ACCURACY, Metric.MACRO_F1)
    column = Column.TEXT
    lacks: Collection[Feature] = ()
    head = None

    def parse(self, body: Mapping[str, Any], ids: Mapping[str, int]) -> Answer:
        wanted = body.get("class")
        if set(body) != {"class"} or not isinstance(wanted, str):
            raise Invalid('An answer looks like {"class": "NAME"}.', field="answer")
        if wanted not in ids:
            raise Invalid(no_such_class(wanted, ids), field="answer.class")
        return [ids[wanted]]

    def read(self, raw: Any) -> Named | None:
        """A list counts where it holds one name; an empty one says nothing."""
        if not isinstance(raw, list):
            name = name_in(raw)
            return None if name is None else [name]
        if not raw:
            return None
        if len(raw) > 1:
            raise Invalid(f"is a list of {len(raw)}: a text has one answer here")
        name = name_in(raw[0])
        if name is None:
            raise Invalid("is a list that names nothing")
        return [name]

    def class_names(self, named: Named) -> Sequence[str]:
        return named

    def resolve(self, named: Named, ids: Mapping[str, int]) -> Answer:
        return [ids[named[0]]]

    def class_ids(self, answer: Answer) -> Collection[int]:
        return answer

    def meant(self, answer: Answer, merged: Mapping[int, int]) -> Answer:
        return [merged.get(class_id, class_id) for class_id in answer]

    def consensus(self, answers: Sequence[Answer], needed: int) -> Consensus | None:
        """The answer that most gave."""
        return majority(answers, needed)

    def is_settled(self, votes: Mapping[str, int], needed: int) -> bool:
        return majority_is_settled(votes.values(), needed)

    def agreement(self, one: Answer, other: Answer) -> float:
        return float(one == other)

    def is_within(self, answer: Answer, class_ids: Collection[int]) -> bool:
        return answer[0] in class_ids

    def targets(self, answers: Sequence[Answer], class_ids: Sequence[int]) -> OneClass:
        index = {class_id: place for place, class_id in enumerate(class_ids)}
        return OneClass(np.array([index[answer[0]] for answer in answers], dtype=np.int64))

    def decode(self, answer: Answer, names: Mapping[int, str]) -> Named | None:
        name = names.get(answer[0])
        return None if name is None else [name]

    def body(self, named: Named) -> AnswerBody:
        return {"class": named[0]}

    def render(self, named: Named) -> str:
        return str(named[0])

    def cell(self, named: Named) -> str:
        return str(named[0])

    def exported(self, named: Named) -> str:
        return str(named[0])


register(SingleLabel())
