"""People who label over HTTP, so that there is something to review; and the review screen."""

import re
from collections.abc import Callable
from uuid import uuid4

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.browser.label.labelling_screen import NOTHING_TO_SEND
from tests.browser.service_process import Service
from tests.patience import PATIENCE_SECONDS, until

Says = Callable[[str], str | list[str]]
"""Of a text its class, or all of its classes."""


class Person:
    """Somebody who joined a project by an invitation."""

    def __init__(self, service: Service, project: int, name: str) -> None:
        self._url, self._project = service.url, project
        self._cookies = httpx.Cookies()
        token = service.invitation(project).split("#token=")[1]
        with self._browser() as http:
            http.post("/session", json={"token": token, "name": name}).raise_for_status()
            self._cookies = http.cookies

    def _browser(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"{self._url}/api/v1",
            headers={"Origin": self._url},
            cookies=self._cookies,
            timeout=PATIENCE_SECONDS,
        )

    def label(self, count: int, says: Says) -> dict[str, int]:
        """Answers so many texts; the id of each text."""
        given: dict[str, int] = {}
        path = f"/projects/{self._project}"
        with self._browser() as http:
            while len(given) < count:
                limit = min(20, count - len(given))
                offer = http.post(f"{path}/assignments", json={"limit": limit})
                assignments = offer.raise_for_status().json()["assignments"]
                assert assignments, offer.text
                for lease in assignments:
                    item = lease["item"]
                    said = says(item["text"])
                    body = {
                        "item_id": item["id"],
                        "assignment_id": lease["id"],
                        "answer": {"class": said} if isinstance(said, str) else {"classes": said},
                    }
                    http.put(f"{path}/annotations/{uuid4()}", json=body).raise_for_status()
                    given[item["text"]] = item["id"]
        return given

    def skip(self, count: int, **why: str) -> list[str]:
        """Skips so many texts, with a reason or without; the texts."""
        path = f"/projects/{self._project}/assignments"
        with self._browser() as http:
            offer = http.post(path, json={"limit": count}).raise_for_status().json()
            for lease in offer["assignments"]:
                http.post(f"{path}/{lease['id']}/skip", json=why).raise_for_status()
        return [lease["item"]["text"] for lease in offer["assignments"]]

    def note(self, item: int, kind: str, text: str = "") -> None:
        path = f"/projects/{self._project}/items/{item}/notes"
        with self._browser() as http:
            http.post(path, json={"kind": kind, "text": text}).raise_for_status()


def suspected(service: Service, project: int, least: int) -> None:
    """Waits until a measured round has found so many labels that look wrong."""
    path = f"/projects/{project}/review/errors"
    until(
        lambda: service.http.get(path).raise_for_status().json()["total"] >= least,
        f"{least} labels that look wrong",
    )


class ReviewScreen:
    def __init__(self, page: Page, project: int, name: str = "") -> None:
        self.page = page
        page.goto(f"/projects/{project}/review{f'?list={name}' if name else ''}")

    @property
    def lists(self) -> Locator:
        return self.page.get_by_role("navigation", name="Review")

    @property
    def desk(self) -> Locator:
        return self.page.get_by_role("region", name="Current")

    @property
    def text(self) -> str:
        """The one at hand."""
        expect(self.desk).to_be_visible()
        return self.desk.get_by_role("region", name="Text").inner_text()

    @property
    def foot(self) -> Locator:
        return self.page.get_by_role("region", name="At the foot")

    def link(self, name: str) -> Locator:
        """To a list; with its number, where there is one."""
        return self.lists.get_by_role("link", name=re.compile(f"^{name}"))

    def go(self, name: str) -> None:
        self.link(name).click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def decide(self, *keys: str) -> str:
        """Presses keys that decide the text at hand; that text, once another one is there."""
        decided = self.text
        self.press(*keys)
        expect(self.desk.get_by_text(decided, exact=True)).to_be_hidden()
        return decided

    def all_saved(self) -> None:
        self.page.wait_for_function(NOTHING_TO_SEND)
        expect(self.foot.get_by_role("status")).to_have_text("✓ saved")
