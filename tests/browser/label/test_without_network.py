"""Without a network a page that is loaded again is ours, and the texts it held are labelled on."""

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.campaign import animal_texts
from tests.browser.conftest import NewPage
from tests.browser.label.labelling_screen import NOTHING_TO_SEND, LabellingScreen
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
IS_KEPT = """() => navigator.serviceWorker.controller !== null"""
TEXTS_ON_THE_DEVICE = """async () => {
  const kept = [...Object.values(localStorage), ...Object.values(sessionStorage)];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      const answer = await (await cache.match(asked)).text();
      kept.push(`${asked.url} ${answer}`);
    }
  }
  return kept.filter((each) => each.includes("is all about")).length;
}"""
UNREACHABLE = "The service can't be reached."


@pytest.fixture
def page(new_page: NewPage, signed_in: StorageState) -> Page:
    """A browser that keeps the page on the device."""
    return new_page(storage_state=signed_in, service_workers="allow")


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Train", CLASSES, animal_texts(60), strategy="random")


def go_offline(page: Page) -> None:
    """Once the page itself is on the device."""
    page.wait_for_function(IS_KEPT)
    page.context.set_offline(True)


def test_a_page_that_is_loaded_without_a_network_speaks_in_its_own_words(
    page: Page, project: int
) -> None:
    page.goto(f"/projects/{project}")
    go_offline(page)
    page.reload()
    expect(page.get_by_text(UNREACHABLE)).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Train")).to_be_visible()


def test_texts_that_were_held_are_labelled_after_a_reload_without_a_network(
    service: Service, page: Page, project: int
) -> None:
    screen = LabellingScreen(page, project)
    go_offline(page)
    given = {screen.press("1"): "bird"}
    shown = screen.text
    for turn in (1, 2, 1):
        page.reload()
        screen.expect_text(shown)
        given[screen.press(str(turn + 1))] = CLASSES[turn]
        shown = screen.text
        expect(screen.saved).to_contain_text("kept on this device")
    page.context.set_offline(False)
    page.wait_for_function(NOTHING_TO_SEND)
    service.expect_labels(project, given)
    page.reload()
    expect(screen.answers).to_be_visible()
    assert screen.text not in given


def test_whoever_signs_out_leaves_no_text_that_can_be_read(
    service: Service, project: int, new_page: NewPage
) -> None:
    page = new_page(service_workers="allow")
    page.goto(service.invitation(project))
    page.get_by_label("Your name").fill("Ann on a train")
    page.keyboard.press("Enter")
    page.wait_for_url("**/label")
    screen = LabellingScreen(page, project)
    go_offline(page)
    page.reload()
    expect(screen.answers).to_be_visible()
    page.goto("/")
    assert page.evaluate(TEXTS_ON_THE_DEVICE) > 0
    page.context.set_offline(False)
    page.goto("/")
    page.get_by_role("button", name="Ann on a train").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="not signed in")).to_be_visible()
    assert page.evaluate(TEXTS_ON_THE_DEVICE) == 0
    page.context.set_offline(True)
    page.goto(f"/projects/{project}/label")
    expect(page.get_by_text(UNREACHABLE)).to_be_visible()


def test_a_page_that_is_kept_gives_way_to_a_newer_one(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}")
    page.wait_for_function(IS_KEPT)
    page.evaluate(
        """async () => {
          const [name] = (await caches.keys()).filter((name) => name.startsWith("postil.page"));
          const headers = { "Content-Type": "text/html" };
          const old = new Response("<title>Older</title>", { headers });
          await (await caches.open(name)).put("/", old);
        }"""
    )
    page.context.set_offline(True)
    page.reload()
    expect(page).to_have_title("Older")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("heading", name="Train")).to_be_visible()
