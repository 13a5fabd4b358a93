"""The way to a new project, as its user sees it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.patience import until

DROP = """({name, bytes}) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], name));
    return data;
}"""


def drop(area: Locator, name: str, content: bytes) -> None:
    """Drops a file, as from a file manager."""
    file = area.page.evaluate_handle(DROP, {"name": name, "bytes": list(content)})
    area.dispatch_event("dragover", {"dataTransfer": file})
    area.dispatch_event("drop", {"dataTransfer": file})
    expect(area).to_contain_text(name)


class NewProjectScreen:
    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/projects/new")
        expect(page.get_by_role("heading", name="New project")).to_be_visible()

    @property
    def data(self) -> Locator:
        return self.page.get_by_role("region", name="Data")

    @property
    def answers(self) -> Locator:
        return self.page.get_by_role("region", name="Answers", exact=True)

    def expect_names(self, *wanted: str) -> None:
        """Waits until the classes have these names, in their order."""
        fields = self.answers.get_by_role("textbox", name=re.compile(r"Name of class \d+"))
        values = "fields => fields.map(field => field.value)"
        until(lambda: fields.evaluate_all(values) == [*wanted], f"classes {wanted}")

    def drop(self, name: str, content: bytes) -> None:
        drop(self.data.locator("label").first, name, content)

    def take_classes_from(self, column: str) -> None:
        self.page.get_by_role("button", name=f"values of column “{column}”").click()

    def write_classes(self, *names: str) -> None:
        for number, name in enumerate(names, start=1):
            self.answers.get_by_label(f"Name of class {number}", exact=True).fill(name)

    def start(self) -> int:
        """Presses the one button; the project's id, once its labelling screen is open."""
        self.page.get_by_role("button", name="Start labelling").click()
        self.page.wait_for_url(re.compile(r"/projects/\d+/label$"))
        return int(self.page.url.split("/")[-2])
