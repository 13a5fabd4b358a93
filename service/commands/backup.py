import sys
from pathlib import Path
from typing import Annotated

import typer

from service import bootstrap
from service.commands.options import DataDir, existing
from service.exporting.back_up import back_up, check_holds_all, restore_backup, verify_backup
from service.kit.errors import PostilError
from service.kit.settings import hide_from_git, settings_with


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, or to check.", dir_okay=False)],
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Check an existing backup; write nothing."),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace an older FILE, once the new one is whole."),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Save a data directory in one file, while people label.

    The database as it is at one moment, and the vectors, heads and uploads that it names. The file
    gets its name when it is whole. `--verify` reads such a file, byte for byte, and says whether
    this version would restore it.
    """
    if verify:
        count = verify_backup(file)
        print(f"{file} is whole: {count:,} files, {file.stat().st_size:,} bytes.", file=sys.stderr)
        return
    if not file.parent.is_dir():
        raise PostilError(f"There is no folder {file.parent} to write {file.name} to.")
    settings = settings_with(data_dir=data_dir)
    check_holds_all(settings)
    if file.exists() and not replace:
        raise PostilError(f"{file} exists. Name another file, or replace it: --replace")
    app = bootstrap.build(existing(settings))
    try:
        saved = back_up(app, file)
    finally:
        app.close()
    print(f"Wrote {file}: {saved.size:,} bytes, {saved.files:,} files.", file=sys.stderr)


def restore(
    file: Annotated[
        Path, typer.Argument(help="Backup made by `postil backup`.", exists=True, dir_okay=False)
    ],
    data_dir: DataDir = None,
) -> None:
    """Restore a backup into a new or empty data directory.

    Then `postil serve` goes on from there: people are signed in as they were, and pages that were
    open send the answers that they still hold.
    """
    settings = settings_with(data_dir=data_dir)
    check_holds_all(settings)
    restore_backup(file, settings.data_dir)
    hide_from_git(settings.data_dir)
    print(f"Restored. Start it: postil serve --data-dir {settings.data_dir}", file=sys.stderr)
