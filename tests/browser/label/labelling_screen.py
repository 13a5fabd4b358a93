"""The labelling screen, as its user sees it."""

import re

from playwright.sync_api import Page, Request, expect

ANSWERS = re.compile(r"/annotations/|/answer-and-next$")
"""Where answers go."""
NOTHING_TO_SEND = """
() => !Object.keys(localStorage).some((key) => key.startsWith("postil.outbox"))
"""


def answer_in(asked: Request) -> str | None:
    """The id of the annotation that a request brings, if it brings one."""
    if asked.url.endswith("/answer-and-next"):
        return str(asked.post_data_json["id"])
    return asked.url.rpartition("/")[2] if asked.method == "PUT" else None


class LabellingScreen:
    def __init__(self, page: Page, project_id: int) -> None:
        self.page = page
        page.goto(f"/projects/{project_id}/label")
        expect(self.answers).to_be_visible()

    @property
    def shown(self):
        return self.page.get_by_role("region", name="Text to label")

    @property
    def text(self) -> str:
        return self.shown.inner_text()

    @property
    def answers(self):
        return self.page.locator("#answers")

    @property
    def saved(self):
        return self.page.get_by_role("contentinfo").get_by_role("status")

    @property
    def footer(self):
        return self.page.get_by_role("contentinfo")

    def expect_text(self, wanted: str) -> None:
        expect(self.shown).to_have_text(wanted, use_inner_text=True)

    def expect_another(self, decided: str) -> None:
        expect(self.shown).not_to_have_text(decided, use_inner_text=True)

    def press(self, key: str) -> str:
        """Presses a key that decides; the text that was decided, once another one is there."""
        before = self.text
        self.page.keyboard.press(key)
        self.expect_another(before)
        return before

    def all_saved(self) -> None:
        """Waits until nothing is left to send: the words say so only of what waits for long."""
        self.page.wait_for_function(NOTHING_TO_SEND)
        expect(self.saved).to_have_text("✓ saved")
