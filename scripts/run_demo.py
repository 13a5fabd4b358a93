"""`make demo`: starts `postil demo` at once, and installs what embeds while it already runs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import install

ROOT = Path(__file__).resolve().parent.parent
POSTIL = install.VENV / "bin" / "postil"
FOLDER = ROOT / ".demo"
LOG = FOLDER / "install.log"
ORDERLY_SECONDS = 15.0


def main(arguments: list[str]) -> int:
    """The exit status of `postil demo`. Whatever was started has ended then."""
    FOLDER.mkdir(exist_ok=True)
    environment = {"POSTIL_DATA_DIR": str(FOLDER / "data")} | os.environ
    installing = begin_install()
    demo = subprocess.Popen([str(POSTIL), "demo", *arguments], env=environment)
    signal.signal(signal.SIGTERM, lambda *_: demo.terminate())
    try:
        came = installing is None or wait_for_install(installing, demo)
        if not came and "--check" in arguments:
            demo.send_signal(signal.SIGINT)
        return demo.wait()
    except KeyboardInterrupt:
        return end(demo)
    finally:
        if installing is not None and installing.poll() is None:
            installing.kill()


def end(demo: "subprocess.Popen[bytes]") -> int:
    """Its exit status after Ctrl+C, which has reached it too, unless only we were interrupted."""
    try:
        return demo.wait(timeout=ORDERLY_SECONDS)
    except subprocess.TimeoutExpired:
        demo.terminate()
        return demo.wait()


def begin_install() -> "subprocess.Popen[bytes] | None":
    """The pip process that installs the encoder; None when it is there."""
    if install.is_installed("workers"):
        return None
    print(
        f"The encoder is installed meanwhile (downloads {install.SIZES['workers']}).\n"
        f"{install.CPU_HINT}\n  What pip says goes to {LOG.relative_to(ROOT)}",
        flush=True,
    )
    with LOG.open("wb") as log:
        return subprocess.Popen(
            ["nice", *install.command("workers")], stdout=log, stderr=subprocess.STDOUT
        )


def wait_for_install(
    installing: "subprocess.Popen[bytes]", demo: "subprocess.Popen[bytes]"
) -> bool:
    """Whether pip succeeded; the demo's worker finds the encoder by itself then."""
    while demo.poll() is None:
        try:
            installing.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
        if installing.returncode != 0:
            said = LOG.read_text(errors="replace").strip().splitlines()
            print("The encoder could not be installed:", *said[-8:], sep="\n  ", flush=True)
            return False
        install.mark_installed("workers")
        print("The encoder is installed.", flush=True)
        return True
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
