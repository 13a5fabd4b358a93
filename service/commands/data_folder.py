"""The data directory as a folder: private, and nothing that git takes along."""

from pathlib import Path


def make_data_folder(folder: Path) -> None:
    """Unless it is there. It may lie in a checkout, one `git add` away from being published."""
    if folder.is_dir():
        return
    folder.mkdir(0o700, parents=True)
    hide_from_git(folder)


def hide_from_git(folder: Path) -> None:
    ignored = folder / ".gitignore"
    ignored.touch(0o600)
    ignored.write_text("*\n")
