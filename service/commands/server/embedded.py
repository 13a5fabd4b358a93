"""Postil on one machine: the API in this process, one worker as a child of it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from service import bootstrap
from service.app import App
from service.commands.migrate import upgrade
from service.commands.server.running_address import published
from service.commands.server.web_server import WebServer, listen, url_of
from service.commands.server.worker_child import WorkerChild
from service.kit.settings import Settings, make_data_folder
from service.people.sign_in import first_admin, make_sign_in_link
from service.web.app import create_app


@dataclass
class Running:
    """The service while it runs, as whoever started it sees it."""

    app: App
    url: str
    worker: WorkerChild
    server: WebServer
    is_first_start: bool
    """Whether the administrator's account was made for this start."""

    def end(self) -> None:
        """Makes `run` return, from any thread."""
        self.server.should_exit = True


def run(
    settings: Settings, on_ready: Callable[[Running], None], worker_log: Path | None = None
) -> None:
    """Serves until Ctrl+C, SIGTERM or `Running.end`. `on_ready` is called when the API answers.

    A database of its own (SQLite) is brought to this version's schema; another must be. There is
    an administrator before anybody can connect. The worker logs to `worker_log`, else to standard
    error.
    """
    bound = listen(settings.host, settings.port)
    url = settings.public_url or url_of(bound)
    make_data_folder(settings.data_dir)
    with ExitStack() as stack:
        stack.callback(bound.close)
        stack.enter_context(published(settings, url))
        # The worker is a child of this process, whatever others share.
        alone = settings.model_copy(update={"broker_url": None})
        is_own = settings.database_url is None
        app = bootstrap.build(alone) if is_own else bootstrap.build_once_reached(alone)
        stack.callback(app.close)
        if is_own:
            upgrade(app)
        with app.write() as uow:
            _, is_first_start = first_admin(uow)
        worker = WorkerChild({"POSTIL_DATA_DIR": str(settings.data_dir.absolute())}, worker_log)
        stack.callback(worker.stop)
        server = WebServer(create_app(app), lambda: _ready(running, on_ready))
        running = Running(app, url, worker, server, is_first_start)
        server.serve_on(bound)


def _ready(running: Running, on_ready: Callable[[Running], None]) -> None:
    """The worker starts only now: its imports would slow down the first answer."""
    running.worker.start()
    on_ready(running)


def sign_in_link(running: Running, following: str = "") -> str:
    """A link that signs the administrator in, once, and leads to the path `following`."""
    with running.app.write() as uow:
        admin, _ = first_admin(uow)
        secret = make_sign_in_link(uow, admin)
    path = f"&next={following}" if following else ""
    return f"{running.url}/sign-in#token={secret}{path}"
