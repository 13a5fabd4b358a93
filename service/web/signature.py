"""What a signature says of who may call a route, and the transaction that a handler is given.

It begins once all that was sent is known to be well-formed, in the handler's own thread, and is
committed before there is a response: nothing is acknowledged that isn't stored, and nobody waits
for the write lock while bytes travel. A `yield` of the framework's would hold it from one thread
to the next: with every thread waiting for it, whoever holds it would wait for a thread.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, Generic, TypeVar

from fastapi.routing import APIRoute

from service.web.fastapi_internals import depended_on

W = TypeVar("W")


@dataclass(frozen=True)
class Unopened(Generic[W]):
    """What a handler is given once it is open."""

    opened: Callable[[], AbstractContextManager[W]]


def within(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The handler, called within the transaction that its signature asks for."""
    if iscoroutinefunction(endpoint):
        return endpoint

    @wraps(endpoint)
    def called(**values: Any) -> Any:
        with ExitStack() as open_until_then:
            for name, value in values.items():
                if isinstance(value, Unopened):
                    values[name] = open_until_then.enter_context(value.opened())
            return endpoint(**values)

    return called


class WhoMay:
    """A dependency that says who may call a route. Each route has exactly one."""

    needs_caller = True
    is_known_first = False
    """Whether who asks is looked up in a transaction of its own, before a body is let in."""
    is_opened = True
    """Whether it gives a transaction, which lasts as long as a plain function does."""


def who_may(route: APIRoute) -> list[WhoMay]:
    """What a route's signature says of it."""
    return [rule for rule in depended_on(route) if isinstance(rule, WhoMay)]
