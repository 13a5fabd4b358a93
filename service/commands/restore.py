import sys
from pathlib import Path
from typing import Annotated

import typer

from service.commands.data_folder import hide_from_git
from service.commands.options import DataDir
from service.exporting.back_up import check_holds_all, restore_backup
from service.kit.settings import settings_with


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
