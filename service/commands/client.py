"""The client of the verbs, and what goes wrong in it as an error of theirs."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import postil
from postil.connection import Connection
from service.commands.server.running_address import find_address
from service.kit.errors import PostilError
from service.kit.settings import Settings


@contextmanager
def as_ours() -> Iterator[None]:
    """Errors of the client, in the service's own words, are raised as `PostilError`."""
    try:
        yield
    except postil.Refused as error:
        raise PostilError(error.detail) from error
    except postil.PostilError as error:
        raise PostilError(str(error)) from error


@contextmanager
def connect(url: str | None, token: str | None) -> Iterator[postil.Server]:
    """The service at `url` (default: the one on this data directory)."""
    settings = Settings()
    if token is None and settings.admin_token is not None:
        token = settings.admin_token.get_secret_value()
    if not token:
        raise PostilError("Give a --token, or set POSTIL_TOKEN. Make one with `postil token`.")
    sendable("--token", token)
    with as_ours(), Connection(url or find_address(settings), token) as connection:
        yield postil.Server(connection)


def say(line: str) -> None:
    """To people, beside what programs read."""
    print(line, file=sys.stderr)


def sendable(option: str, value: str) -> str:
    """What a header may hold, else what is wrong with the option that gave it."""
    if not re.fullmatch("[!-~]+( +[!-~]+)*", value):
        raise PostilError(
            f"{option} takes ASCII letters, digits and signs, without blanks around them."
        )
    return value


def project_of(server: postil.Server, reference: str) -> postil.Project:
    """The project with this id or, else, this name; `postil.NoProject` where there is none."""
    if reference.isdecimal():
        with suppress(postil.Refused):  # it may be a name
            return server.project(int(reference))
    return server.project(reference)
