"""Questions over a Unix socket: for the one worker that lives on this machine.

A connection carries one question and one reply, a line of JSON each.
"""

import json
import logging
import os
import socket
import socketserver
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from service.jobs.questions import not_answered, read_reply, written_reply
from service.kit.reasons import ReasonCode, reason
from service.ports import Answering, Question

LONGEST_PATH = 100
"""Bytes; systems take 104 or 108 with the zero at the end."""
LARGEST_QUESTION = 2**23
"""Bytes: the largest body with texts, in which a letter of two bytes became six of JSON."""
READ_SECONDS = 5.0

log = logging.getLogger(__name__)


class LocalAsking:
    """Asks the worker that lives beside this data folder."""

    def __init__(self, folder: Path) -> None:
        self._address = address(folder)

    def ask(self, question: Question) -> Mapping[str, Any]:
        deadline = time.monotonic() + question.seconds
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.settimeout(question.seconds)
                connection.connect(str(self._address))
                connection.sendall(json.dumps(question.to_json()).encode() + b"\n")
                return read_reply(_until_end(connection, deadline))
            except TimeoutError as error:
                silent = reason(ReasonCode.WORKER_SILENT, seconds=question.seconds)
                raise not_answered(silent) from error
            except (FileNotFoundError, ConnectionRefusedError) as error:
                raise not_answered(reason(ReasonCode.NO_WORKER)) from error
            except OSError as error:
                raise not_answered(reason(ReasonCode.WORKER_ENDED)) from error


def _until_end(connection: socket.socket, deadline: float) -> bytes:
    """TimeoutError when the other side hasn't closed it by then."""
    parts: list[bytes] = []
    while True:
        connection.settimeout(max(deadline - time.monotonic(), 1e-3))
        part = connection.recv(2**16)
        if not part:
            return b"".join(parts)
        parts.append(part)


class LocalAnswering(threading.Thread):
    """Answers, each question in a thread of its own: none waits while an encoder is loaded."""

    def __init__(self, folder: Path, answering: Answering) -> None:
        super().__init__(name="answering", daemon=True)
        self._server = _Server(address(folder), answering)

    def run(self) -> None:
        self._server.serve_forever()


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def __init__(self, place: Path, answering: Answering) -> None:
        self.answering = answering
        super().__init__(str(place), _Handler)

    def server_bind(self) -> None:
        """Nobody connects before it listens, so nobody but the owner ever can."""
        place = Path(str(self.server_address))
        place.unlink(missing_ok=True)  # of a worker that was killed
        super().server_bind()
        place.chmod(0o600)

    def handle_error(self, _request: Any, _client: Any) -> None:
        log.warning("a question was not answered: %r", sys.exception())


class _Handler(socketserver.StreamRequestHandler):
    server: _Server
    timeout = READ_SECONDS

    def handle(self) -> None:
        line = self.rfile.readline(LARGEST_QUESTION)
        if line.endswith(b"\n"):
            question = Question.from_json(json.loads(line))
            self.wfile.write(written_reply(self.server.answering.answer(question)))


def address(folder: Path) -> Path:
    """Where the socket is: in the data folder, or where that is too deep for one, in a short one.

    The short one is named after the folder and the user, and is the user's alone.
    """
    place = folder.absolute() / "worker.sock"
    if len(os.fsencode(place)) <= LONGEST_PATH:
        return place
    name = blake2b(os.fsencode(folder.resolve()), digest_size=8).hexdigest()
    short = Path(tempfile.gettempdir()) / f"postil-{os.getuid()}-{name}"
    short.mkdir(0o700, exist_ok=True)
    status = short.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise PermissionError(f"{short} isn't this user's alone: remove it, then start again.")
    return short / "worker.sock"
