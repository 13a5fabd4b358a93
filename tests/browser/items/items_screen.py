"""The items screen, as its user sees it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.label.labelling_screen import NOTHING_TO_SEND


class ItemsScreen:
    def __init__(self, page: Page, project_id: int, search: str = "") -> None:
        self.page = page
        page.goto(f"/projects/{project_id}/items{search}")
        expect(self.tools).to_be_visible()

    @property
    def tools(self) -> Locator:
        return self.page.get_by_role("search", name="Texts")

    @property
    def grid(self) -> Locator:
        return self.page.get_by_role("grid", name="Texts")

    @property
    def rows(self) -> Locator:
        return self.grid.get_by_role("row")

    @property
    def current(self) -> Locator:
        """The row that keys act on."""
        return self.grid.locator("[data-current]")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("complementary", name="Text")

    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("region", name="Marked texts")

    @property
    def foot(self) -> Locator:
        return self.page.get_by_role("region", name="At the foot")

    def row(self, text: str) -> Locator:
        return self.rows.filter(has_text=text)

    def press(self, *keys: str) -> None:
        if keys[0] == "j":  # leads nowhere before there are rows
            expect(self.rows.first).to_be_visible()
        for key in keys:
            self.page.keyboard.press(key)

    def texts(self) -> list[str]:
        """Of the rows that are drawn, in their order."""
        expect(self.rows.first).to_be_visible()
        found: list[str] = self.grid.evaluate(
            "grid => [...grid.querySelectorAll('[role=row]')]"
            ".map(row => row.children[1]?.textContent ?? '')"
        )
        return found

    def counted(self, words: str | re.Pattern[str]) -> None:
        """Waits until so many are said to match."""
        expect(self.tools.get_by_role("status")).to_have_text(words)

    def choose(self, menu: str, letters: str) -> None:
        """Adds a filter by the keyboard alone."""
        self.tools.get_by_role("button", name=re.compile(f"^{menu}")).press("Enter")
        expect(self.page.get_by_role("combobox")).to_be_focused()
        self.page.keyboard.type(letters)
        self.page.keyboard.press("Enter")

    def all_saved(self) -> None:
        self.page.wait_for_function(NOTHING_TO_SEND)
        # Beside it may stand how many texts are marked.
        expect(self.foot.get_by_text("✓ saved", exact=True)).to_be_visible()
