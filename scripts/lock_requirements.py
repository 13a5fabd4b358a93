"""Writes what the images install, to the version and hash: `python scripts/lock_requirements.py`.

Run it by hand when pyproject.toml has changed, with uv installed (`pip install uv`). What is locked
stays as it is where it fits; with `--upgrade` all packages become newer. torch and what comes with
it are left out: the image says from which index, CPU or CUDA. The version it gets is printed, for
the Dockerfile.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = {"api": ("queue",), "worker": ("workers", "small", "e5", "int8")}
"""Each image, and the extras it has."""
PYTHON = "3.12"
TORCH = "torch==2.13.0"
WITH_TORCH = re.compile(r"(torch|triton|nvidia-|cuda-)")


def main(arguments: Sequence[str]) -> None:
    for image, extras in IMAGES.items():
        locked = ROOT / f"requirements-{image}.txt"
        resolve(extras, locked, arguments)
        kept = [one for one in blocks(locked.read_text("utf-8")) if not WITH_TORCH.match(one)]
        locked.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"Without {TORCH}, which the Dockerfile names.")


def resolve(extras: Sequence[str], locked: Path, arguments: Sequence[str]) -> None:
    """Writes all packages of the extras, each with the hashes of its files, whatever the
    platform. Of versions that fit, uv prefers those that the file has."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--python-version", PYTHON, "--generate-hashes", "--no-header", "--no-annotate"]
    command += [f"--extra={extra}" for extra in extras]
    command += ["--constraints", "-", "--output-file", locked.name, *arguments, "pyproject.toml"]
    subprocess.run(command, cwd=ROOT, input=TORCH, stdout=subprocess.DEVNULL, text=True, check=True)


def blocks(text: str) -> list[str]:
    """A requirement each, with the lines of its hashes."""
    return [block for block in re.split(r"\n(?=\S)", text.strip()) if block]


if __name__ == "__main__":
    main(sys.argv[1:])
