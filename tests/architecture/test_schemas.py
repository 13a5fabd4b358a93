"""What crosses the API: requests are bodies, responses are called so, answers are people's."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from service.api import schemas
from service.api.schemas.base import Body, Response


def declared() -> Iterator[type]:
    for module in pkgutil.iter_modules(schemas.__path__):
        found = import_module(f"{schemas.__name__}.{module.name}")
        for _, each in inspect.getmembers(found, inspect.isclass):
            if each.__module__ == found.__name__ and each not in (Body, Response):
                yield each


def test_a_response_is_called_one_and_an_answer_is_an_annotators() -> None:
    wrong = [
        each.__name__
        for each in declared()
        if issubclass(each, Response) is not each.__name__.endswith("Response")
        or "Answer" in each.__name__
    ]
    assert not wrong, (
        "What the API sends ends in Response and derives from it, what it takes does neither; "
        f"an answer is what an annotator gives: {', '.join(wrong)}"
    )
