from typing import Annotated

import typer

from service.commands.connection import checked, connect, the_project
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
    with connect(url, token) as client:
        project_id = the_project(client, project)["id"]
        path = f"/projects/{project_id}/imports/{number}"
        is_again = checked(client.get(path))["state"] == "reverted"
        answer = client.delete(path, params={"with_answers": with_answers})
        if answer.status_code == 409 and "answered" in answer.json():
            count = answer.json()["answered"]
            raise PostilError(
                f"People have answered {count:,} of its items. Add --with-answers to revert it "
                "anyway. Their answers are hidden until the same texts are imported again."
            )
        report = checked(answer)
    if is_again:
        typer.echo(f"Import {number} was taken back before: nothing has changed.", err=True)
        return
    items = "1 item" if report["inserted"] == 1 else f"{report['inserted']:,} items"
    typer.echo(
        f"Import {number} is taken back. It brought {items}; "
        "those that another import brought too stay.",
        err=True,
    )
