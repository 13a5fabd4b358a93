from urllib.parse import urlsplit

from service.commands.options import DataDir, Host, Port, naming
from service.commands.server.embedded import Running, run, sign_in_link
from service.installation import how_to_get_the_encoder
from service.kit.settings import settings_with
from service.vectors.encoders import is_here


def serve(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Run everything on this machine: the page, the API and one worker.

    Needs no configuration: data goes to the data directory (SQLite), and the first start prints
    a link that signs you in. Ctrl+C stops it.
    """
    settings = settings_with(host=host, port=port, data_dir=data_dir)
    run(settings, lambda running: print(greeting(running), flush=True))


def greeting(running: Running) -> str:
    """What is printed when the service answers: where, and how to get in."""
    settings = running.app.settings
    lines = [f"Postil runs at {running.url}   (Ctrl+C stops it)"]
    port = urlsplit(running.url).port
    if settings.public_url is None and settings.port not in (0, port):
        lines.append(f"  port {settings.port} was taken")
    if running.is_first_start:
        lines.append(f"  sign in:  {sign_in_link(running)}   (works once)")
    lines.append(f"  another link:  postil token --sign-in{naming(settings.data_dir)}")
    lines.append(f"  data:  {settings.data_dir.absolute()}")
    if not is_here(settings.encoder):
        lines.append(f"  The encoder {settings.encoder} isn't installed.")
        lines.append("  Until it is, texts are drawn at random.")
        lines.append(f"  {how_to_get_the_encoder()}")
    return "\n".join(lines)
