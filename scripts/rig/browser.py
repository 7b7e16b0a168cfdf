"""A real Chromium, and what must hold on every page that it shows."""

import contextlib
import itertools
import pathlib
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from .steps import expect

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
LOCALES = ("zh-CN", "en")
FIRST_PAINT_MILLISECONDS = 60_000
CHECKOUT_PAGES = "**/checkouts/**"


@contextlib.contextmanager
def chromium():
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


class Watch:
    """The requests of a page, and what it did that it should not."""

    def __init__(self, page: Page, origins: set[str], forgiven: str | None) -> None:
        self.complaints: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self.waiting = 0
        self._origins = origins
        self._forgiven = forgiven
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._asked)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)

    def _said(self, message) -> None:
        # The browser reports the status of a missing page, and of a form that is asked again, as an
        # error.
        is_expected = any(f"status of {status}" in message.text for status in (404, 422)) or (
            self._forgiven is not None and self._forgiven in message.text)
        if message.type in ("error", "warning") and not is_expected:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request) -> None:
        self.asked.append((request.method, request.url))
        self.waiting += 1
        parts = urllib.parse.urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" not in self._origins:
            self.complaints.append(f"request to another origin: {request.url}")

    def _answered(self, _) -> None:
        self.waiting -= 1


@contextlib.contextmanager
def open_page(browser: Browser, origins: set[str], forgiven: str | None = None, **options):
    """A page in a context of its own; fails if the browser reports an error.

    `forgiven` is part of the one message that a test expects. The page's requests are in its
    `watch`.
    """
    context = browser.new_context(**options)
    context.set_default_timeout(FIRST_PAINT_MILLISECONDS)
    page = context.new_page()
    page.watch = Watch(page, origins, forgiven)
    yield page
    complaints = page.watch.complaints
    expect(not complaints, f"{page.url}: " + "; ".join(complaints[:3]))
    context.close()


def looks(locale: str):
    """The combinations of colour schemes and widths at which pages are checked."""
    for scheme, width in itertools.product(SCHEMES, WIDTHS):
        yield f"{locale}-{scheme}-{width}", {
            "locale": locale,
            "color_scheme": scheme,
            "viewport": {"width": width, "height": 800},
        }


def inspect(page: Page, name: str, shots: pathlib.Path | None, with_axe: bool = True) -> None:
    """Checks that axe finds nothing, and nothing is wider than the screen."""
    if shots:
        page.screenshot(path=shots / f"{name}.png", full_page=True)
    if with_axe:
        with standing(page):
            violations = Axe().run(page).response["violations"]
        found = [
            f"{each['id']} at {each['nodes'][0]['target']}: {each['help']}" for each in violations]
        expect(not found, f"{name}: " + "; ".join(found))
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    expect(width <= room, f"{name}: {width} px wide on a screen of {room} px")


@contextlib.contextmanager
def standing(page: Page):
    """Keeps a checkout page from refreshing itself: "204 No Content" leaves a page as it is."""
    page.route(CHECKOUT_PAGES, lambda route: route.fulfill(status=204))
    yield
    page.unroute(CHECKOUT_PAGES)


def tab_to(page: Page, selector: str, most: int = 160) -> None:
    """Presses Tab until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            expect(focus_shows(page), f"{page.url}: the focus on {selector} cannot be seen")
            return
    expect(False, f"{page.url}: Tab never reaches {selector}")


def focus_shows(page: Page) -> bool:
    """Whether the focus is visible, in whatever way."""
    focused = page.evaluate_handle("document.activeElement")
    with_focus = page.screenshot()
    focused.evaluate("element => element.blur()")
    without_focus = page.screenshot()
    focused.evaluate("element => element.focus()")
    return with_focus != without_focus
