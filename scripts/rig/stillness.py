"""Checks that nothing on a page moves by itself."""

from playwright.sync_api import Page

from .steps import expect

MOST_SHIFT = 0.01
SCROLL_STEP = 2_000
PAUSE_MILLISECONDS = 40
MOST_PAUSES = 250
# A page may request the next file only after reading the previous one.
QUIET_PAUSES = 3

# The layout shifts without user input since the first paint.
LAYOUT_SHIFT = """() => new Promise(done => {
  let sum = 0;
  let moved = "";
  const count = entries => entries.forEach(each => {
    if (each.hadRecentInput) return;
    sum += each.value;
    const names = each.sources.map(({node}) => node?.className || node?.nodeName);
    moved ||= names.join(", ");
  });
  const observer = new PerformanceObserver(list => count(list.getEntries()));
  observer.observe({type: "layout-shift", buffered: true});
  setTimeout(() => {
    count(observer.takeRecords());
    done([sum, moved]);
  }, 20);
})"""


def expect_stillness(page: Page, name: str) -> None:
    """Checks that nothing moves while the page loads, or while it is scrolled to its end."""
    settle(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, SCROLL_STEP):
        page.evaluate("top => scrollTo(0, top)", top)
    settle(page)
    shift, moved = page.evaluate(LAYOUT_SHIFT)
    expect(shift <= MOST_SHIFT, f"{name}: the layout shifted by {shift:.3f}, first {moved}")
    page.evaluate("scrollTo(0, 0)")


def settle(page: Page) -> None:
    """Waits until no request is under way."""
    quiet = 0
    for _ in range(MOST_PAUSES):
        page.wait_for_timeout(PAUSE_MILLISECONDS)
        quiet = quiet + 1 if page.watch.waiting <= 0 else 0
        if quiet == QUIET_PAUSES:
            return
    expect(False, f"{page.url}: {page.watch.waiting} requests have no answer")
