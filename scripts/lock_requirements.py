"""Writes what the images install, to the version and hash: `python scripts/lock_requirements.py`.

Run it by hand when pyproject.toml has changed or packages should be newer, with uv installed
(`pip install uv`). torch and what comes with it are left out: the image says from which index, CPU
or CUDA. The version it gets is printed, for the Dockerfile.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = {"api": "queue", "worker": "workers"}
"""Each image, and the extra it has."""
PYTHON = "3.12"
TORCH = "torch==2.13.0"
WITH_TORCH = re.compile(r"(torch|triton|nvidia-|cuda-)")


def main() -> None:
    for image, extra in IMAGES.items():
        lines = [line for line in blocks(resolved(extra)) if not WITH_TORCH.match(line)]
        (ROOT / f"requirements-{image}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"Without {TORCH}, which the Dockerfile names.")


def resolved(extra: str) -> str:
    """All packages of an extra, each with the hashes of its files, whatever the platform."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--python-version", PYTHON, "--generate-hashes", "--no-header", "--no-annotate"]
    command += ["--extra", extra, "--constraints", "-", "pyproject.toml"]
    done = subprocess.run(
        command, cwd=ROOT, input=TORCH, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def blocks(text: str) -> list[str]:
    """A requirement each, with the lines of its hashes."""
    return [block for block in re.split(r"\n(?=\S)", text.strip()) if block]


if __name__ == "__main__":
    main()
