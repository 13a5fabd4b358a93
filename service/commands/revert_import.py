from typing import Annotated

import typer

import postil
from service.commands.client import connect, project_of
from service.commands.options import ProjectRef, Token, Url
from service.kit.errors import PostilError


def revert_import(
    number: Annotated[
        int,
        typer.Argument(
            metavar="IMPORT", help="Number of the import, as `postil import` printed it."
        ),
    ],
    project: ProjectRef,
    with_answers: Annotated[
        bool, typer.Option("--with-answers", help="Revert even if people have answered some items.")
    ] = False,
    url: Url = None,
    token: Token = None,
) -> None:
    """Take back what an import brought.

    Its items disappear at once. Answers that people gave are kept out of sight, and count again
    when the same texts are imported again.
    """
    with connect(url, token) as server:
        path = f"/projects/{project_of(server, project).id}/imports/{number}"
        is_again = server.connection.get(path)["state"] == "reverted"
        try:
            report = server.connection.send("DELETE", path, {"with_answers": with_answers})
        except postil.Refused as error:
            if "answered" not in error.problem:
                raise
            raise PostilError(
                f"People have answered {error.problem['answered']:,} of its items. Add "
                "--with-answers to revert it anyway. Their answers are hidden until the same texts "
                "are imported again."
            ) from error
    if is_again:
        typer.echo(f"Import {number} was taken back before: nothing has changed.", err=True)
        return
    items = "1 item" if report["inserted"] == 1 else f"{report['inserted']:,} items"
    typer.echo(
        f"Import {number} is taken back. It brought {items}; "
        "those that another import brought too stay.",
        err=True,
    )
