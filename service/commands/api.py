from service import bootstrap
from service.api.app import create_app
from service.commands.options import DataDir, Host, Port, settings_with
from service.commands.web_server import WebServer, listen, url_of


def api(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Run only the page and the API; workers run elsewhere (see `postil worker`).

    For PostgreSQL and Redis, given by POSTIL_DATABASE_URL and POSTIL_BROKER_URL. Refuses to
    start on an old schema; `postil migrate` brings it up to date.
    """
    settings = settings_with(host=host, port=port, data_dir=data_dir)
    app = bootstrap.build(settings, check_schema=True)
    bound = listen(settings.host, settings.port)
    url = settings.public_url or url_of(bound)
    try:
        server = WebServer(create_app(app), lambda: print(f"The API runs at {url}", flush=True))
        server.serve_on(bound)
    finally:
        app.close()
