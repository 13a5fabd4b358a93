import sys
from typing import Annotated

import typer

from service import bootstrap
from service.app import App
from service.commands.options import DataDir, existing
from service.commands.server.running_address import find_address
from service.kit.errors import Invalid, NotFound, PostilError
from service.kit.settings import settings_with
from service.kit.vocabulary import Role, UserState
from service.people.end_access import set_state
from service.people.issue_token import add_program, issue_token_for
from service.people.make_admin import make_admin
from service.people.set_password import give_password
from service.people.sign_in import (
    account_called,
    first_admin,
    make_sign_in_link,
    user_called,
)
from service.pool.queries.projects import Projects
from service.pool.tables.people import User as Account

User = Annotated[
    str | None,
    typer.Option(
        help="Whose token, or link with --sign-in (how someone gets back in): a name or id.",
        show_default="the administrator",
    ),
]
Program = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Make an account of this name for a program, in --project, and its token.",
        show_default=False,
    ),
]
OfProject = Annotated[
    str | None,
    typer.Option(help="With --program: the project's name or id.", show_default=False),
]
Admin = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Make another administrator, a new account of this name or the one with this id, and "
        "its sign-in link.",
        show_default=False,
    ),
]
SetPassword = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Set a password for the account with this name or id. You are asked for it.",
        show_default=False,
    ),
]
Disable = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Disable the account with this name or id everywhere, at once.",
        show_default=False,
    ),
]
Enable = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Enable a disabled account again.", show_default=False),
]


def token(
    name: Annotated[str, typer.Argument(help="Name of the token.")] = "command line",
    role: Annotated[
        Role | None,
        typer.Option(
            help="What the token may do.", show_default="engineer; with --program annotator"
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(help="Days until it expires.", min=1, max=3650, show_default="never"),
    ] = None,
    sign_in: Annotated[
        bool, typer.Option("--sign-in", help="Print a link that signs a browser in once.")
    ] = False,
    user: User = None,
    program: Program = None,
    project: OfProject = None,
    admin: Admin = None,
    set_password: SetPassword = None,
    disable: Disable = None,
    enable: Enable = None,
    data_dir: DataDir = None,
) -> None:
    """Make an API token, a sign-in link or an administrator, set a password, disable an account.

    Works on the database directly, so it is for whoever runs the service. The token is the only
    thing on standard output: POSTIL_TOKEN=$(postil token)
    """
    if (program is None) != (project is None):
        raise PostilError("--program needs --project.")
    if program is not None and (user is not None or sign_in):
        raise PostilError("--program makes a new account: leave out --user and --sign-in.")
    if admin is not None and (user is not None or program is not None):
        raise PostilError("--admin makes an account: leave out --user and --program.")
    settings = existing(settings_with(data_dir=data_dir))
    app = bootstrap.build(settings, check_schema=True)
    try:
        if set_password or disable or enable:
            _change_account(app, set_password, disable, enable)
            return
        if program is not None and project is not None:
            text = _program(app, program, project, role or Role.ANNOTATOR, days)
        elif admin is not None:
            text = _admin(app, admin)
        elif sign_in:
            text = _link(app, user)
        else:
            text = _token(app, user, name, role or Role.ENGINEER, days)
    finally:
        app.close()
    print(text)
    is_link = sign_in or admin is not None
    note = "Works once, within a week." if is_link else "Shown this once; keep it like a password."
    print(note, file=sys.stderr)


def _link(app: App, user: str | None) -> str:
    with app.write() as uow:
        owner, is_new = first_admin(uow) if user is None else (user_called(uow, user), False)
        secret = make_sign_in_link(uow, owner)
        _tell_of(owner, is_new=is_new)
    return _address_of(app, secret)


def _admin(app: App, reference: str) -> str:
    with app.write() as uow:
        user = make_admin(uow, reference)
        secret = make_sign_in_link(uow, user)
        print(f"{user.name} (id {user.id}) is an administrator.", file=sys.stderr)
    return _address_of(app, secret)


def _address_of(app: App, secret: str) -> str:
    return f"{find_address(app.settings)}/sign-in#token={secret}"


def _token(app: App, user: str | None, name: str, role: Role, days: int | None) -> str:
    with app.write() as uow:
        owner, is_new = first_admin(uow) if user is None else (user_called(uow, user), False)
        _tell_of(owner, is_new=is_new)
        return issue_token_for(uow, owner.id, name, role, days).token


def _tell_of(owner: Account, *, is_new: bool) -> None:
    if is_new:
        print(
            f"There was no enabled administrator: {owner.name} (id {owner.id}) is a new account.",
            file=sys.stderr,
        )


def _program(app: App, name: str, project: str, role: Role, days: int | None) -> str:
    if role is Role.ADMIN:
        raise PostilError("A program is an annotator or an engineer of its project.")
    with app.write() as uow:
        return add_program(uow, project_called(uow[Projects], project), name, role, days).token


def _change_account(
    app: App, set_password: str | None, disable: str | None, enable: str | None
) -> None:
    if disable:
        _set_state(app, disable, UserState.ACTIVE, UserState.DISABLED)
    if enable:
        _set_state(app, enable, UserState.DISABLED, UserState.ACTIVE)
    if set_password:
        _set_password(app, set_password)


def _set_password(app: App, reference: str) -> None:
    """Asked for without showing it; a program writes it as one line to standard input."""
    if sys.stdin.isatty():
        new = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    else:
        new = sys.stdin.readline().rstrip("\r\n")
    name = give_password(app, reference, new)
    print(f"{name} signs in with that password now, and is signed out.", file=sys.stderr)


def _set_state(app: App, reference: str, was: UserState, becomes: UserState) -> None:
    with app.write() as uow:
        user = set_state(uow, account_called(uow, reference, was), becomes)
        print(f"{user.name}'s account is {becomes.value}.", file=sys.stderr)


def project_called(projects: Projects, reference: str) -> int:
    """The id of the project with this id or name. Raises NotFound, Invalid when it is several."""
    if reference.isdecimal():
        return projects.get(int(reference)).id
    named = projects.called(reference)
    if not named:
        raise NotFound(f"There is no project called {reference!r}.")
    if len(named) > 1:
        ids = ", ".join(str(each.id) for each in named)
        raise Invalid(f"Several projects are called {reference!r}; give one's id: {ids}")
    return named[0].id
