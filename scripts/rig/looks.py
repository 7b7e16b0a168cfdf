"""Every kind of page in every colour scheme and width."""

from playwright.sync_api import Page

from .browser import LOCALES, inspect, looks
from .buying import press_show
from .purchase import check_out, fill_buy_form, pay_page
from .steps import Steps, expect_equal
from .stillness import expect_stillness
from .visit import LIST, QUERY, Visit

# axe checks every page in both schemes, but not at every width.
AXE_LOOKS = ("light-360", "dark-1280")


def shop_pages(locale: str) -> dict[str, str]:
    """One page of every kind, without its language."""
    return {
        "home": "",
        "list": LIST,
        "list-price": LIST + "price/",
        "list-hot-newest": LIST + "hot/newest/",
        "list-page-2": LIST + "page/2/",
        "everything": "products/",
        "scenario": "scenarios/birthday/",
        "label": "labels/discount/",
        "tag": "tags/cairnlight/",
        "brand": "brands/ferrypoint/",
        "product": "products/cairnlight-50/",
        "product-raster": "products/nightloom-season/",
        "product-drawn": "products/dawnmill-500/",
        "search": "search/",
        "search-results": f"search/?q={QUERY[locale]}",
        "search-nothing": "search/?q=zzqqxxwwyy",
        "page": "how-to-buy/",
        "policy": "policies/refund/",
        "missing": "no-such-page/",
    }


def check_shop_pages(visit: Visit, locale: str) -> None:
    """The shop's own pages, each look in one context."""
    for look, options in looks(locale):
        with visit.page(**options) as page:
            for name, path in shop_pages(locale).items():
                answer = page.goto(visit.at(path, locale))
                wanted = 404 if name == "missing" else 200
                expect_equal(answer.status if answer else None, wanted, f"{page.url}: the status")
                expect_stillness(page, f"{name}-{look}")
                inspect(page, f"{name}-{look}", visit.shots, look.endswith(AXE_LOOKS))
            open_suggestions(page, visit, locale)
            inspect(page, f"suggestions-{look}", visit.shots, look.endswith(AXE_LOOKS))


def open_suggestions(page: Page, visit: Visit, locale: str) -> None:
    """Types a query into the header's field of the home page."""
    page.goto(visit.at("", locale))
    field = page.locator("form.find input[name=q]")
    field.click()
    field.press_sequentially(QUERY[locale])
    page.locator("form.find [role=option]").first.wait_for()


def check_worker_pages(visit: Visit, locale: str) -> None:
    """The pay page, and the worker's pages before and after a purchase."""
    form = fill_buy_form(visit.stand, visit.path(locale), "nobody@example.com")
    pay = pay_page(visit.stand, check_out(visit.stand, form)).url
    checkout, order, _ = visit.buy(f"look-{locale}@example.com".lower(), locale)
    lookup = visit.stand.worker + "/orders/lookup"
    pages = {"pay": pay, "checkout": checkout, "order": order, "lookup": lookup}
    for look, options in looks(locale):
        with visit.page(**options) as page:
            for name, url in pages.items():
                page.goto(url)
                inspect(page, f"{name}-{look}", visit.shots, look.endswith(AXE_LOOKS))
            page.goto(order)
            press_show(page)
            inspect(page, f"order-codes-{look}", visit.shots, look.endswith(AXE_LOOKS))


def check_looks(visit: Visit, steps: Steps) -> None:
    for locale in LOCALES:
        with steps.step(f"the shop's pages, {locale}") as note:
            check_shop_pages(visit, locale)
            note(", ".join(shop_pages(locale)))
        with steps.step(f"the pay page, checkout page and order page, {locale}"):
            check_worker_pages(visit, locale)
