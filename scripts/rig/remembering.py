"""What the shop's script adds: current stock, and recently viewed products."""

import json

from playwright.sync_api import Page

from .steps import Steps, expect, expect_equal, wait_until
from .stillness import expect_stillness
from .visit import Visit

# The worker counts stock at most every five seconds.
STOCK_SECONDS = 60
EMPTY = "stovetrail-50"
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});"""


def check_remembering(visit: Visit, steps: Steps) -> None:
    with steps.step("recently viewed: on this device only"):
        recently_viewed(visit)
    with steps.step("the shop works where the browser keeps nothing"):
        nothing_kept(visit)
    with steps.step("stock as the worker has it now") as note:
        note(" → ".join(stock_follows(visit)))
    with steps.step("the product page while the worker is down"):
        worker_down(visit)


def recently_viewed(visit: Visit) -> None:
    """Two viewed products are shown again, and no request tells which."""
    first, second = visit.at("products/cairnlight-50/"), visit.at("products/dawnmill-100/")
    with visit.page(locale="zh-CN", viewport={"width": 1280, "height": 800}) as page:
        for url in (first, second, visit.at("")):
            page.goto(url)
            expect_stillness(page, f"{url} with what was viewed")
        shelf = page.locator("#viewed")
        shelf.scroll_into_view_if_needed()
        for path in ("/products/cairnlight-50/", "/products/dawnmill-100/"):
            shelf.locator(f'a[href="{path}"]').first.wait_for()
        kept = page.evaluate("JSON.parse(localStorage.getItem('cardstock.viewed'))")
        expect("/products/dawnmill-100/" in json.dumps(kept), f"the browser keeps {kept}")
        page.goto(second)
        page.locator("#viewed").scroll_into_view_if_needed()
        page.locator('#viewed a[href="/products/cairnlight-50/"]').first.wait_for()
        expect_equal(page.locator('#viewed a[href="/products/dawnmill-100/"]').count(), 0,
                     "the product itself among what was viewed")
        expect_nothing_told(page, visit)


def expect_nothing_told(page: Page, visit: Visit) -> None:
    """Checks that requests hold no data, and the worker was asked only for stock."""
    for method, url in page.watch.asked:
        expect_equal(method, "GET", f"the method of {url}")
        if not url.startswith(visit.stand.site + "/"):
            expect(url.startswith(visit.stand.worker + "/stock.json"), f"{url} was asked for")


def nothing_kept(visit: Visit) -> None:
    with visit.page(locale="zh-CN") as page:
        page.add_init_script(NO_STORAGE)
        for path in ("products/cairnlight-50/", "products/dawnmill-100/", ""):
            page.goto(visit.at(path))
            expect_stillness(page, f"{page.url} without storage")
        expect(page.locator("#viewed").is_hidden(), "an empty shelf is shown")


def level(visit: Visit, slug: str) -> str | None:
    """The stock on a product's page in a new browser."""
    with visit.page(locale="zh-CN") as page:
        page.goto(visit.at(f"products/{slug}/"))
        expect_stillness(page, f"{page.url} with its stock")
        return page.locator("p.stock[data-sku]").first.get_attribute("data-level")


def stock_follows(visit: Visit) -> list[str]:
    """A product without codes, then with few, then with enough."""
    seen = ["out"]
    expect_equal(level(visit, EMPTY), "out", f"the stock of {EMPTY} without codes")
    sku = visit.sold(EMPTY)["sku"]
    for name, count, wanted in (("few", 3, "low"), ("enough", 30, "in")):
        visit.stand.import_codes(name, sku, visit.more_codes(count))
        wait_until(lambda: level(visit, EMPTY) == wanted, STOCK_SECONDS,
                   f"{count} codes of {EMPTY} were imported and it is not {wanted!r}", pause=0.5)
        seen.append(wanted)
    return seen


def worker_down(visit: Visit) -> None:
    """Without a worker the page shows the stock of its build, and all else works."""
    visit.stand.stop_worker()
    with visit.page(locale="zh-CN", forgiven="ERR_CONNECTION_REFUSED") as page:
        page.goto(visit.at(f"products/{EMPTY}/"))
        expect_stillness(page, f"{page.url} without the worker")
        expect(page.locator("form.buy .pay button").is_visible(), "the buy form is gone")
        expect(page.locator("p.stock[data-level=out]").count() == 0, "the page says out of stock")
