"""All that a project goes through, by keyboard: two people label, an owner looks after it."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.by_keyboard import by_keyboard, reach, to_section
from tests.browser.campaign import label
from tests.browser.conftest import NewPage
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.review.reviewing import ReviewScreen
from tests.browser.service_process import Service
from tests.patience import until

LABELS = 120
LAST = 30
"""Of these, at least, some come with suggestions."""
DISPUTED = 3
CORRECTED = 20
LOOKS = 12
NEW = "something nobody thought of"
GUIDELINES = "# What is asked\n\n- **One** answer a text\n"


class WholeCampaign:
    """Who takes part, what each has said, and what has been decided so far.

    `truth` has the class of each text. The classes `rare`, `merged` and `into` are among them:
    the first is looked for, the second becomes the third. Of the first 120 labels the last
    `by_hand` are given in the browser, the others before over HTTP.
    """

    def __init__(
        self,
        service: Service,
        owner: Page,
        new_page: NewPage,
        truth: Mapping[str, str],
        *,
        rare: str,
        merged: str,
        into: str,
        by_hand: int = LABELS,
    ) -> None:
        self.service, self.owner, self.truth = service, owner, truth
        self.rare, self.merged, self.into, self.by_hand = rare, merged, into, by_hand
        self.project = service.project(
            "Everything at once", sorted({*truth.values()}), truth, seed=17, audits="fewest"
        )
        self.decided = self.label_before(LABELS - by_hand)
        """What each text's label must be in the end."""
        self.ann, self.ben = (self.join(new_page(), name) for name in ("Ann", "Ben"))

    def label_before(self, count: int) -> dict[str, str]:
        """So many labels over HTTP, and a round that knows them."""
        if count == 0:
            return {}
        label(self.service, self.project, count, self.truth.__getitem__, at_once=5)
        self.until_ranked(count)
        return self.service.labels(self.project)

    def until_ranked(self, count: int) -> None:
        """Waits for a round that knows so many labels."""
        path = f"/projects/{self.project}/rounds"
        until(
            lambda: any(
                each["label_count"] >= count
                for each in self.service.http.get(path).json()["results"]
            ),
            "a round that knows the labels",
        )

    def join(self, page: Page, name: str) -> LabellingScreen:
        page.goto(self.service.invitation(self.project))
        page.get_by_label("Your name").fill(name)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/projects/{self.project}/label")
        return LabellingScreen(page, self.project)

    def play(self) -> None:
        self.label_first()
        self.change_the_guidelines()
        self.add_a_class()
        self.hunt()
        self.correct_many_and_undo()
        self.dispute()
        self.adjudicate()
        self.merge()
        self.archive_and_come_back()
        assert self.service.labels(self.project) == self.decided

    def label_first(self) -> None:
        """Two people take turns; what is suggested is taken where it is right."""
        shown = 0
        for number in range(self.by_hand):
            if number > 0 and number == self.by_hand - LAST:
                # Who answers faster than rounds follow would see none of their suggestions.
                self.all_saved()
                self.until_ranked(len(self.decided))
            screen = (self.ann, self.ben)[number // 10 % 2]
            text = _spaced(screen.text)
            shown += by_keyboard(screen, self.truth[text]).shown
            self.decided[text] = self.truth[text]
        self.all_saved()
        assert shown > 0, "some of the texts came with suggestions"

    def all_saved(self) -> None:
        for screen in (self.ann, self.ben):
            screen.all_saved()
        self.service.expect_labels(self.project, self.decided)

    def settings(self) -> Page:
        self.owner.goto(f"/projects/{self.project}/settings")
        expect(self.owner.get_by_label("Name of a new class")).to_be_visible()
        return self.owner

    def change_the_guidelines(self) -> None:
        page = self.settings()
        to_section(page, "Guidelines")
        reach(page, page.get_by_label("Guidelines", exact=True).last)
        page.keyboard.insert_text(GUIDELINES)
        page.keyboard.press("Tab")
        expect(page.get_by_text("Saved.")).to_be_visible()
        self.ann.page.keyboard.press("Shift+G")
        panel = self.ann.page.get_by_role("complementary", name="Guidelines")
        written = panel.get_by_role("listitem")
        expect(written).to_have_text("One answer a text")
        self.ann.page.keyboard.press("Escape")

    def add_a_class(self) -> None:
        """Whoever labels sees it within seconds, and gives it."""
        page = self.settings()
        to_section(page, "Guidelines")
        reach(page, page.get_by_label("Name of a new class"), "Shift+Tab")
        page.keyboard.type(NEW)
        page.keyboard.press("Enter")
        expect(page.get_by_label(f"Name of {NEW}")).to_be_visible()
        there = self.ben.answers.get_by_role("button", name=NEW)
        expect(there).to_be_attached()
        text = _spaced(self.ben.text)
        by_keyboard(self.ben, NEW)
        self.decided[text] = NEW
        self.all_saved()

    def hunt(self) -> None:
        """A class with few labels is looked for; what is found is labelled."""
        page = self.owner
        page.goto(f"/projects/{self.project}/hunt/{self.class_id(self.rare)}")
        candidate = page.get_by_role("region", name="Candidate")
        expect(candidate).to_be_visible()
        examples = page.get_by_role("textbox", name="Example texts")
        reach(page, examples)
        page.keyboard.insert_text("\n".join(self.examples()))
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("saved")).to_be_visible()
        found = 0
        for _ in range(LOOKS):
            text = candidate.inner_text()
            is_one = self.truth[_spaced(text)] == self.rare
            page.keyboard.press("Enter" if is_one else "Space")
            if is_one:
                self.decided[_spaced(text)] = self.rare
                found += 1
            expect(candidate).not_to_have_text(text)
        expect(page.get_by_text(f"{found} found in {LOOKS} texts seen")).to_be_visible()
        assert found > 0
        self.all_saved()

    def examples(self) -> list[str]:
        """Five texts of the class as somebody would write them down: known ones."""
        return [text for text, name in self.truth.items() if name == self.rare][:5]

    def class_id(self, name: str) -> int:
        classes = self.service.http.get(f"/projects/{self.project}").json()["classes"]
        return next(int(each["id"]) for each in classes if each["name"] == name)

    def correct_many_and_undo(self) -> None:
        screen = ItemsScreen(self.owner, self.project, "?state=settled")
        expect(screen.rows.first).to_be_visible()
        screen.press("j", "x", *["Shift+J"] * (CORRECTED - 1))
        expect(screen.bar).to_contain_text(f"{CORRECTED} texts marked")
        screen.press("l")
        expect(self.owner.get_by_role("combobox", name="Label as")).to_be_focused()
        self.owner.keyboard.type(self.into)
        screen.press("Enter")
        screen.all_saved()
        now = self.service.labels(self.project)
        changed = [text for text, name in self.decided.items() if now[text] != name]
        assert CORRECTED - 5 <= len(changed) <= CORRECTED
        assert {now[text] for text in changed} == {self.into}
        screen.press("Backspace")
        screen.all_saved()
        self.service.expect_labels(self.project, self.decided)

    def dispute(self) -> None:
        """From now on two people answer each text; about three of them they differ."""
        page = self.settings()
        to_section(page, "How people label")
        reach(page, page.get_by_label(re.compile("^People per text")))
        page.keyboard.press("Control+a")
        page.keyboard.type("2")
        page.keyboard.press("Tab")
        expect(page.get_by_text("Saved.")).to_be_visible()
        while len(self.disagreements()) < DISPUTED:
            for screen in (self.ann, self.ben):
                text = _spaced(screen.text)
                said = self.truth[text] if screen is self.ann else self.into
                by_keyboard(screen, said)
                screen.all_saved()
                # Where they differ it is decided; the rest has one answer, or two that agree.
                self.decided[text] = said

    def disagreements(self) -> list[dict[str, Any]]:
        path = f"/projects/{self.project}/review/disagreements"
        found: list[dict[str, Any]] = self.service.http.get(path).json()["results"]
        return found

    def adjudicate(self) -> None:
        review = ReviewScreen(self.owner, self.project, "disagreements")
        for _ in range(len(self.disagreements())):
            true = self.truth[_spaced(review.text)]
            self.decided[_spaced(review.text)] = true
            review.press("c")
            expect(self.owner.get_by_role("combobox", name="Class")).to_be_focused()
            self.owner.keyboard.type(true)
            review.decide("Enter")
        review.all_saved()

    def merge(self) -> None:
        """Exported labels of the merged class are the other's."""
        page = self.settings()
        to_section(page, "Classes")
        reach(page, page.get_by_role("button", name=f"More: {self.merged}"), most=500)
        page.keyboard.press("Enter")
        reach(page, page.get_by_role("menuitem", name="Merge into another"), "ArrowDown")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        into = dialog.get_by_label("into")
        expect(into).to_be_focused()
        while into.locator("option:checked").inner_text() != self.into:
            page.keyboard.press("ArrowDown")
        merge = dialog.get_by_role("button", name="Merge")
        expect(merge).to_be_enabled()
        reach(page, merge)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"merged into “{self.into}”").first).to_be_visible()
        self.decided = {
            text: self.into if name == self.merged else name for text, name in self.decided.items()
        }

    def archive_and_come_back(self) -> None:
        page = self.settings()
        to_section(page, "Archive")
        reach(page, page.get_by_role("button", name="Archive"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="The project is archived")).to_be_visible()
        reach(page, page.get_by_role("button", name="Bring it back"))
        page.keyboard.press("Enter")
        expect(page.get_by_label("Name of a new class")).to_be_visible()


def _spaced(text: str) -> str:
    return " ".join(text.split())
