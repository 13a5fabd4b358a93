"""Any number of classes an item: `{"classes": ["refund", "card"]}`, stored as `[3, 7]`, ascending.

None at all is an answer too: `[]`.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from service.answers import register
from service.answers.answer import Answer, AnswerBody, Column, Feature, Named
from service.answers.names import name_in, names_in, no_such_class
from service.core.consensus import Consensus, each_class, each_class_is_settled
from service.core.evaluation.metric import IN_PART, Metric
from service.core.targets.class_sets import ClassSets
from service.kit.errors import Invalid


class MultiLabel:
    name = "multi_label"
    metrics = (Metric.EXACT_MATCH, *IN_PART)
    column = Column.TEXTS
    lacks: Collection[Feature] = (
        Feature.AGAINST_RANDOM,
        Feature.SECOND_ANSWERS,
        Feature.HUNT,
        Feature.SUSPECTED_ERRORS,
        Feature.MACHINE_LABELS,
        Feature.FAST_MODEL,
    )
    head = "one_against_rest@1"

    def parse(self, body: Mapping[str, Any], ids: Mapping[str, int]) -> Answer:
        wanted = body.get("classes")
        if set(body) != {"classes"} or not isinstance(wanted, list):
            raise Invalid('An answer looks like {"classes": ["NAME", "NAME"]}.', field="answer")
        for name in wanted:
            if not isinstance(name, str):
                raise Invalid("A class is named by a text.", field="answer.classes")
            if name not in ids:
                raise Invalid(no_such_class(name, ids), field="answer.classes")
        return self.resolve(wanted, ids)

    def read(self, raw: Any) -> Named | None:
        """A list of names, as JSON and other tools have it, or a value that is a name itself."""
        raw = names_in(raw)
        if not isinstance(raw, list):
            name = name_in(raw)
            return None if name is None else [name]
        names = {name_in(each) for each in raw}
        if None in names:
            raise Invalid("is a list with a gap: name a class there, or leave it out")
        return sorted(name for name in names if name is not None)

    def class_names(self, named: Named) -> Sequence[str]:
        return named

    def resolve(self, named: Named, ids: Mapping[str, int]) -> Answer:
        return sorted({ids[name] for name in named})

    def class_ids(self, answer: Answer) -> Collection[int]:
        return answer

    def meant(self, answer: Answer, merged: Mapping[int, int]) -> Answer:
        return sorted({merged.get(class_id, class_id) for class_id in answer})

    def consensus(self, answers: Sequence[Answer], needed: int) -> Consensus | None:
        """The classes that most say, each for itself."""
        return each_class(answers, needed)

    def is_settled(self, votes: Mapping[str, int], needed: int) -> bool:
        return each_class_is_settled(votes, needed)

    def agreement(self, one: Answer, other: Answer) -> float:
        """Classes in both, as a share of those in either (Jaccard)."""
        either = {*one, *other}
        return len({*one} & {*other}) / len(either) if either else 1.0

    def is_within(self, answer: Answer, class_ids: Collection[int]) -> bool:
        """With no class, or one of these."""
        return not answer or any(class_id in class_ids for class_id in answer)

    def targets(self, answers: Sequence[Answer], class_ids: Sequence[int]) -> ClassSets:
        index = {class_id: place for place, class_id in enumerate(class_ids)}
        matrix = np.zeros((len(answers), len(class_ids)), dtype=np.int8)
        for row, answer in enumerate(answers):
            matrix[row, [index[class_id] for class_id in answer if class_id in index]] = 1
        return ClassSets(matrix)

    def decode(self, answer: Answer, names: Mapping[int, str]) -> Named | None:
        class_names = sorted({names[class_id] for class_id in answer if class_id in names})
        return class_names if class_names or not answer else None

    def body(self, named: Named) -> AnswerBody:
        return {"classes": named}

    def render(self, named: Named) -> str:
        return ", ".join(named) if named else "none"

    def cell(self, named: Named) -> str:
        return json.dumps(named, ensure_ascii=False)

    def exported(self, named: Named) -> list[str]:
        return named


register(MultiLabel())
