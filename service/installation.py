"""What pip has installed beside this, and what it was stopped in."""

import fcntl
import importlib
import re
import shlex
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path

LOCKED = Path(__file__).parent.parent / "pyproject.toml"
"""Of a checkout: `scripts/install.py` and its pip hold a lock on it."""
LOG = Path(sys.prefix) / "install.log"
"""Where that pip tells how far it is."""
BYTES = re.compile(r"^Progress (\d+) of (\d+)$", re.MULTILINE)


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
    broken = "" if make_installs() else "".join(f" {name}" for name in installed_in_part())
    again = f"{pip} --ignore-installed --no-deps{broken} && " if broken else ""
    return f"{again}{pip} 'postil[{extra}]'"


def how_to_get_the_encoder() -> str:
    """For whoever started a service that has none."""
    if make_installs():
        return f"`make` is installing it: {downloaded() / 1e6:,.0f} MB so far."
    lines = [
        "`make` installs it in the background. Without make, run",
        f"  {how_to_install()}",
        "  pip takes postil from that Python: it isn't on a package index.",
    ]
    if broken := installed_in_part():
        names = ", ".join(broken)
        lines.append(f"  Installed in part: {names}. A pip was stopped, or is at work.")
    return "\n".join(lines)


def make_installs() -> bool:
    """Whether `make` is installing in this checkout just now."""
    try:
        with LOCKED.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no checkout
        return False
    return False


def downloaded() -> int:
    """Bytes that the pip of `make` has got so far, for the part that it installs."""
    counts = [int(done) for done, _ in BYTES.findall(LOG.read_text(errors="replace"))]
    ends = [done for done, later in zip(counts, [*counts[1:], 0], strict=True) if later < done]
    return sum(ends)
