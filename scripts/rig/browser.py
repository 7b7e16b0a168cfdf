"""A real Chromium, and what must hold on every page that it shows."""

import contextlib
import itertools
import pathlib
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from .steps import expect

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
LOCALES = ("zh-CN", "en")
FIRST_PAINT_MILLISECONDS = 10_000


@contextlib.contextmanager
def chromium():
    """Debian's own Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


class Watch:
    """Everything a page did that it should not have done."""

    def __init__(self, page: Page, origins: set[str]) -> None:
        self.complaints: list[str] = []
        self._origins = origins
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._asked)

    def _said(self, message) -> None:
        # The browser reports the status of a missing page as an error; it is meant to be missing.
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request) -> None:
        parts = urllib.parse.urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" not in self._origins:
            self.complaints.append(f"request to another origin: {request.url}")


@contextlib.contextmanager
def open_page(browser: Browser, origins: set[str], **context_options):
    """A page in a context of its own; fails if the browser complained meanwhile."""
    context = browser.new_context(**context_options)
    context.set_default_timeout(FIRST_PAINT_MILLISECONDS)
    page = context.new_page()
    watch = Watch(page, origins)
    yield page
    expect(not watch.complaints, f"{page.url}: " + "; ".join(watch.complaints[:3]))
    context.close()


def looks(locale: str):
    """The ways one page is looked at: every colour scheme at every width."""
    for scheme, width in itertools.product(SCHEMES, WIDTHS):
        yield f"{locale}-{scheme}-{width}", {
            "locale": locale,
            "color_scheme": scheme,
            "viewport": {"width": width, "height": 800},
        }


def inspect(page: Page, name: str, shots: pathlib.Path | None) -> None:
    """No barrier that axe knows, nothing wider than the screen."""
    if shots:
        page.screenshot(path=shots / f"{name}.png", full_page=True)
    violations = Axe().run(page).response["violations"]
    found = [f"{each['id']} at {each['nodes'][0]['target']}: {each['help']}" for each in violations]
    expect(not found, f"{name}: " + "; ".join(found))
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    expect(width <= room, f"{name}: {width} px wide on a screen of {room} px")


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Presses Tab until an element has the focus, as a person without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            expect(focus_shows(page), f"{page.url}: the focus on {selector} cannot be seen")
            return
    expect(False, f"{page.url}: Tab never reaches {selector}")


def focus_shows(page: Page) -> bool:
    """Whether the page looks different without its focus, however that is drawn."""
    focused = page.evaluate_handle("document.activeElement")
    with_focus = page.screenshot()
    focused.evaluate("element => element.blur()")
    without_focus = page.screenshot()
    focused.evaluate("element => element.focus()")
    return with_focus != without_focus
