"""What can go wrong, and what to do about it."""

from collections.abc import Mapping
from typing import Any

IN_PYTHON = {
    'An answer looks like {"class": "NAME"}.': (
        'An answer is one class here: give its name, such as "NAME".'
    ),
    'An answer looks like {"classes": ["NAME", "NAME"]}.': (
        'An answer is a list of classes here: give their names, such as ["NAME", "NAME"].'
    ),
}
"""What the service says of its bodies, said of what is given in Python."""


class PostilError(Exception):
    """Base of all errors of this package. Its message can be shown to people."""


class NoToken(PostilError):
    """Nobody said who calls."""


class Unreachable(PostilError):
    """Nothing answers at the address, or what answers isn't Postil."""


class NoProject(PostilError):
    """There is none of this name that the token may see."""


class ImportFailed(PostilError):
    """A file was not taken; nothing of it is in the project."""


class StillWorking(PostilError):
    """What was waited for hasn't come in the time that was given to it."""


class Refused(PostilError):
    """The service answered that it won't, in its own words, or with what to give in Python.

    `code` is for programs, `field` the part of the request that is meant (None where it is none),
    `problem` all that the service said.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = dict(problem)
        self.code = str(problem.get("code", "error"))
        self.field: str | None = problem.get("field")
        self.detail = str(problem.get("detail") or problem.get("title") or f"answered {status}")
        super().__init__(self._message())

    def _message(self) -> str:
        message = IN_PYTHON.get(self.detail, self.detail)
        if self.field is not None and self.field not in self.detail:
            message = f"{self.field}: {message}"
        reason = self.problem.get("reason")
        if isinstance(reason, dict) and reason.get("detail") not in (None, self.detail):
            message = f"{message} {reason['detail']}"
        if self.status == 401 and "postil token" not in message:
            message = f"{message} Make a token with `postil token`, where the service runs."
        return message


def lacking(package: str, what_for: str) -> PostilError:
    """What is said where a package of the user's is needed and isn't there."""
    return PostilError(f"{what_for} needs {package}, which isn't here: pip install {package}")
