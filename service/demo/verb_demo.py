import shutil
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from postil.connection import Connection
from service.commands.options import DataDir, Host, Port
from service.commands.server.embedded import Running, run, sign_in_link
from service.demo.annotators import signed_in
from service.demo.campaign import PLAN, Campaign, CampaignPlan, check_curve, check_page
from service.demo.material import Material, functions, own
from service.kit.settings import settings_with

FOLDER = Path("postil-demo")


def demo(
    data: Annotated[
        Path | None,
        typer.Option(
            help="Your own file (CSV, TSV or NDJSON) instead of the built-in texts.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    classes: Annotated[
        str | None,
        typer.Option(
            help="Classes, separated by commas.", show_default="the values of the label column"
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Run everything once without a browser, then stop.")
    ] = False,
    host: Host = None,
    port: Port = None,
    data_dir: DataDir = None,
) -> None:
    """See it work: a project, simulated annotators, and a page to label in.

    The annotators label the first part through the HTTP API, so that you see the curve move. The
    rest is yours. A second run goes on with the same project; Ctrl+C ends everything.
    """
    chosen = [name.strip() for name in (classes or "").split(",") if name.strip()]
    material = None if data is None else own(data, chosen)
    with ExitStack() as stack:
        if check:
            data_dir = Path(tempfile.mkdtemp(prefix="postil-check-"))
            stack.callback(shutil.rmtree, data_dir, ignore_errors=True)
        settings = settings_with(host=host, port=port, data_dir=data_dir or FOLDER)
        show = Show(material, is_check=check)
        run(settings, show.begin, worker_log=settings.data_dir / "worker.log")
        failed = show.end()
    if failed:
        sys.exit(1)


class Show:
    """The campaign in a thread beside the service."""

    def __init__(self, material: Material | None, *, is_check: bool) -> None:
        self._material = material
        self._is_check = is_check
        self._stop = threading.Event()
        self._failed = False
        self._is_over = False
        self._thread: threading.Thread | None = None

    def begin(self, running: Running) -> None:
        """Starts the campaign; called when the API answers."""
        self._thread = threading.Thread(target=self._run, args=(running,), name="demo")
        self._thread.start()

    def end(self) -> bool:
        """Stops the campaign; whether it failed, or was to be checked and didn't come to an end."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        return self._failed or (self._is_check and not self._is_over)

    def _run(self, running: Running) -> None:
        try:
            with signed_in(running.url, sign_in_link(running)) as engineer:
                self._play(running, engineer)
            self._is_over = True
        except Exception as error:
            if not running.server.should_exit:  # what breaks while everything ends is no news
                self._failed = True
                say(f"The demo failed: {error}")
        finally:
            if self._is_check:
                running.end()

    def _play(self, running: Running, engineer: Connection) -> None:
        material = self._material or functions(running.app.settings.data_dir)
        plan = PLAN if self._is_check else CampaignPlan()
        campaign = Campaign(engineer, material, plan, self._stop, say)
        if self._is_check:
            check_page(running.url)
            say(f"The page answers at {running.url}.")
        project = campaign.open_project()
        if self._is_check:
            check_curve(campaign, self._stop, say)
            return
        say(invitation(running, project.id))
        campaign.simulate()
        if not self._stop.is_set():
            say("The rest is yours. Label, and watch the curve. Ctrl+C ends everything.")


def invitation(running: Running, project_id: int) -> str:
    """Where to click."""
    link = sign_in_link(running, f"/projects/{project_id}")
    return f"\n  Open this (it signs you in, once):\n  {link}\n"


def say(line: str) -> None:
    print(line, flush=True)
