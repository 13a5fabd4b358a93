import os
from typing import Annotated

import typer

from service import bootstrap
from service.commands.options import DataDir, Host, Port
from service.commands.server.web_server import WebServer, listen, serve_in_processes, url_of
from service.kit.settings import Settings, settings_with
from service.web.app import create_app


def api(
    host: Host = None,
    port: Port = None,
    data_dir: DataDir = None,
    processes: Annotated[
        int | None,
        typer.Option(
            help="Number of API processes on the port.",
            envvar="POSTIL_API_PROCESSES",
            min=1,
            show_default="1",
        ),
    ] = None,
) -> None:
    """Run only the page and the API; workers run elsewhere (see `postil worker`).

    For PostgreSQL and Redis, given by POSTIL_DATABASE_URL and POSTIL_BROKER_URL. Refuses to
    start on an old schema; `postil migrate` brings it up to date.
    """
    settings = settings_with(host=host, port=port, data_dir=data_dir, api_processes=processes)
    if settings.api_processes == 1:
        _serve(settings)
    else:
        _serve_in_processes(settings)


def _serve(settings: Settings) -> None:
    app = bootstrap.build_once_reached(settings)
    bound = listen(settings.host, settings.port)
    url = settings.public_url or url_of(bound)
    try:
        server = WebServer(create_app(app), lambda: print(f"The API runs at {url}", flush=True))
        server.serve_on(bound)
    finally:
        app.close()


def _serve_in_processes(settings: Settings) -> None:
    bootstrap.build_once_reached(settings).close()
    # They build their own application, from the environment.
    os.environ["POSTIL_DATA_DIR"] = str(settings.data_dir)
    bound = listen(settings.host, settings.port)
    url = settings.public_url or url_of(bound)
    print(f"The API runs at {url}, in {settings.api_processes} processes", flush=True)
    serve_in_processes(bound, settings.api_processes)
