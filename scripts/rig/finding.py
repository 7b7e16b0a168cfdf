"""Finding a card in a browser: search and lists, with and without JavaScript."""

import urllib.parse

from playwright.sync_api import Page

from .browser import tab_to
from .steps import Steps, expect, expect_equal
from .stillness import settle
from .visit import LIST, QUERY, Visit

PRICE = f'.tools a[href="/{LIST}price/"]'
FIELD = "form.find input[name=q]"
# The beginning of titles, which nothing else has.
TITLE = "晨磨咖啡"
ODD_QUERIES = ("constructor", "__proto__", "<b>咖啡</b><script>", "🎮", "%", "\\", "长" * 500)


def check_finding(visit: Visit, steps: Steps) -> None:
    with steps.step("search by keyboard alone: suggestions, arrows, Enter, Escape"):
        search_by_keyboard(visit)
    with steps.step("odd queries"):
        odd_queries(visit)
    with steps.step("a list is sorted and turned without leaving the page; Back works"):
        sort_in_place(visit)
    with steps.step("the same by keyboard alone"):
        sort_by_keyboard(visit)
    with steps.step("lists and search without JavaScript"):
        without_javascript(visit)


def search_by_keyboard(visit: Visit) -> None:
    """From the header to a product, then to the page of results."""
    with visit.page(locale="zh-CN") as page:
        page.goto(visit.at(""))
        tab_to(page, FIELD)
        page.keyboard.insert_text(TITLE)
        page.locator("form.find [role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
        chosen = page.locator("form.find [role=option][aria-selected=true]")
        expect_equal(chosen.count(), 1, "suggestions chosen after an arrow down")
        # Lists by their names come before products.
        while "/products/" not in chosen.get_attribute("data-path"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/products/**")
        expect(TITLE in page.locator("h1").inner_text(), f"{page.url} is something else")

        page.goto(visit.at(""))
        tab_to(page, FIELD)
        page.keyboard.insert_text("cairnlight")
        page.locator("form.find [role=option]").first.wait_for()
        page.keyboard.press("Escape")
        page.locator("form.find [role=option]").first.wait_for(state="hidden")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=cairnlight")
        page.locator(f'main a[href="{visit.path("zh-CN")}"]').first.wait_for()


def odd_queries(visit: Visit) -> None:
    """JavaScript's own names, markup and queries without words are handled like others."""
    with visit.page(locale="zh-CN") as page:
        for query in ODD_QUERIES:
            page.goto(visit.at("search/?q=" + urllib.parse.quote(query)))
            settle(page)
            results = page.locator("#results")
            failed = results.get_attribute("data-failed") or "?"
            expect(failed not in results.inner_text(), f"{page.url} says {failed!r}")
            expect(results.locator("[role=status]").inner_text() != "", f"{page.url} says nothing")
            expect_equal(results.locator("b, i, script").count(), 0, f"markup on {page.url}")
        page.goto(visit.at("search/?q=" + urllib.parse.quote("🎮")))
        page.locator("#results .shelf a").first.wait_for()


def sort_in_place(visit: Visit) -> None:
    """Sorting changes the list without loading a page; Back and Forward work."""
    with visit.page(locale="zh-CN") as page:
        page.goto(visit.at(LIST))
        plain = skus(page)
        page.evaluate("window.stays = true")
        page.locator(PRICE).click()
        page.wait_for_url(f"**/{LIST}price/")
        wait_for_other(page, plain)
        cheapest = skus(page)
        expect_equal(prices(page), sorted(prices(page)), "prices, cheapest first")
        page.locator(".pager a[rel=next]").first.click()
        page.wait_for_url(f"**/{LIST}price/page/2/")
        wait_for_other(page, cheapest)
        page.go_back()
        page.wait_for_url(f"**/{LIST}price/")
        wait_for_first(page, cheapest)
        expect_equal(skus(page), cheapest, "cards after Back")
        page.go_back()
        page.wait_for_url(f"**/{LIST}")
        wait_for_first(page, plain)
        expect_equal(skus(page), plain, "cards after Back twice")
        expect(page.evaluate("window.stays === true"), "the page was loaded anew")


def sort_by_keyboard(visit: Visit) -> None:
    """Sorts with Tab and Enter; the focus is in the list afterwards."""
    with visit.page(locale="zh-CN") as page:
        page.goto(visit.at(LIST))
        plain = skus(page)
        tab_to(page, PRICE)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{LIST}price/")
        wait_for_other(page, plain)
        expect(page.evaluate("document.activeElement.closest('#listing') !== null"),
               "the focus left the list when it was sorted")


def without_javascript(visit: Visit) -> None:
    """Variants and pages are links; the search page lists what there is."""
    with visit.page(locale="zh-CN", java_script_enabled=False) as page:
        page.goto(visit.at(LIST))
        page.locator(PRICE).click()
        page.wait_for_url(f"**/{LIST}price/")
        page.locator(".pager a[rel=next]").first.click()
        page.wait_for_url(f"**/{LIST}price/page/2/")
        expect(len(skus(page)) > 0, f"{page.url} has no cards")
        page.locator(FIELD).fill(QUERY["zh-CN"])
        page.locator(FIELD).press("Enter")
        page.wait_for_url("**/search/?q=*")
        for kind in ("categories", "scenarios", "brands"):
            links = page.locator(f'main a[href^="/{kind}/"]')
            expect(links.count() > 1, f"{page.url} lists no {kind} without JavaScript")


def skus(page: Page) -> list[str]:
    """The cards of a list, in their order."""
    return page.evaluate(
        "[...document.querySelectorAll('#listing [data-sku]')].map(each => each.dataset.sku)")


def prices(page: Page) -> list[float]:
    """The prices of a list in yuan, in their order."""
    texts = page.locator("#listing .card .price").all_inner_texts()
    return [float(text.strip("¥ \n").replace(",", "")) for text in texts if text.startswith("¥")]


def wait_for_other(page: Page, before: list[str]) -> None:
    """Waits until a list shows other cards."""
    page.wait_for_function(
        """before => {
          const cards = [...document.querySelectorAll('#listing [data-sku]')];
          return cards.length > 0 && cards.map(each => each.dataset.sku).join() !== before;
        }""", arg=",".join(before))


def wait_for_first(page: Page, cards: list[str]) -> None:
    """Waits until a list begins with the first of some cards."""
    page.wait_for_function(
        "first => document.querySelector('#listing [data-sku]')?.dataset.sku === first",
        arg=cards[0])
