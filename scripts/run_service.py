"""`make demo` and `make serve`: start `postil` at once, and install what embeds while it runs.

`run_service.py VERB …` runs `postil VERB …`.
"""

import os
import signal
import subprocess
import sys
import threading

import install
from status_line import StatusLine, latest

POSTIL = str(install.VENV / "bin" / "postil")
DEMO_DATA = install.ROOT / ".demo" / "data"
ORDERLY_SECONDS = 15.0


def main(arguments: list[str]) -> int:
    """The exit status of `postil`. Whatever was started has ended then."""
    if arguments[:1] == ["demo"]:
        os.environ.setdefault("POSTIL_DATA_DIR", str(DEMO_DATA))
    if install.is_installed("workers"):
        os.execv(POSTIL, [POSTIL, *arguments])
    line = StatusLine(sys.stdout)
    installing = begin_install()
    service = subprocess.Popen([POSTIL, *arguments], stdout=subprocess.PIPE, text=True)
    signal.signal(signal.SIGTERM, lambda *_: service.terminate())
    telling_install, telling = (begin_telling(each, line) for each in (installing, service))
    try:
        wait_for_install(installing, service, line)
        if installing.returncode is not None:
            telling_install.join(ORDERLY_SECONDS)
        if installing.returncode and "--check" in arguments:
            service.send_signal(signal.SIGINT)
        return ended(service, telling)
    except KeyboardInterrupt:
        line.clear()
        end(service)
        return ended(service, telling)
    finally:
        if installing.poll() is None:
            os.killpg(installing.pid, signal.SIGTERM)


def begin_install() -> "subprocess.Popen[str]":
    """What installs the encoder, in a group of its own: with its pip it is ended by one signal."""
    return subprocess.Popen(
        ["nice", sys.executable, install.__file__, "workers"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def begin_telling(process: "subprocess.Popen[str]", line: StatusLine) -> threading.Thread:
    telling = threading.Thread(target=tell, args=(process, line), daemon=True)
    telling.start()
    return telling


def tell(process: "subprocess.Popen[str]", line: StatusLine) -> None:
    """Hands on what a process says: all lines and that of the download share a terminal."""
    assert process.stdout is not None
    for output in process.stdout:
        line.say(output)


def wait_for_install(
    installing: "subprocess.Popen[str]", service: "subprocess.Popen[str]", line: StatusLine
) -> None:
    """Until it or the service has ended; the worker finds the encoder by itself then."""
    while service.poll() is None:
        try:
            installing.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            line.show(f"  The encoder: {latest(install.LOG)}")
            continue
        line.clear()
        if installing.returncode == 0:
            line.say("The encoder is installed.\n")
        return


def ended(service: "subprocess.Popen[str]", telling: threading.Thread) -> int:
    """Its exit status, once all it said was handed on."""
    status = service.wait()
    telling.join(ORDERLY_SECONDS)
    return status


def end(service: "subprocess.Popen[str]") -> None:
    """After Ctrl+C, which has reached it too, unless only we were interrupted."""
    try:
        service.wait(timeout=ORDERLY_SECONDS)
    except subprocess.TimeoutExpired:
        service.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
