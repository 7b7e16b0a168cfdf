"""An order that waits for stock: its place in line, and how its buyer cancels it."""

import itertools

from playwright.sync_api import Page

from .browser import inspect
from .methods import DEVICES, LOCALES, wait_until_paid
from .purchase import letter_for, order_address
from .steps import Steps, expect, expect_equal
from .visit import Visit

# Nobody imports codes for it, and its buyers may wait.
SLUG = "stowboat-2tb-year"


def check_waiting(visit: Visit, steps: Steps) -> None:
    for locale, device in itertools.product(LOCALES, DEVICES):
        for script in (True, False):
            words = "JavaScript on" if script else "JavaScript off"
            with steps.step(f"paid, in line, cancelled: {locale}, {device}, {words}"):
                wait_and_cancel(visit, locale, device, script)


def wait_and_cancel(visit: Visit, locale: str, device: str, script: bool) -> None:
    """Pays for what is out, finds the place in line, thinks again, and cancels."""
    name = f"waiting-{locale}-{device}-{'script' if script else 'plain'}".lower()
    scheme = "dark" if script == (device == "phone") else "light"
    with visit.page(locale=locale, java_script_enabled=script, color_scheme=scheme,
                    **DEVICES[device]) as page:
        pay_for_what_is_out(visit, page, locale, name)
        address = order_address(visit.stand, letter_for(visit.stand, f"{name}@example.com"))
        page.goto(address)
        inspect(page, f"{name}-order", visit.shots, with_axe=script)
        link = page.locator('a[href$="/cancel"]')
        link.click()
        page.wait_for_url(address + "/cancel")
        inspect(page, f"{name}-question", visit.shots, with_axe=script)
        page.locator("main a.button").click()
        page.wait_for_url(address)
        link.click()
        page.locator("main form button").click()
        page.wait_for_url(address)
        inspect(page, f"{name}-cancelled", visit.shots, with_axe=script)
        expect_equal(link.count(), 0, f"{name}: ways to cancel again")
        page.goto(address + "/cancel")
        expect_equal(page.url, address, f"{name}: the question after the answer")
    row = visit.stand.orders()[-1]
    expect_equal(row["fulfilment"], "cancelled", f"{name}: the order")
    waits = visit.stand.command("orders", "held")
    expect(f"orders refund {row['reference']}" in waits, f"{name}: nobody is to give it back")


def pay_for_what_is_out(visit: Visit, page: Page, locale: str, name: str) -> None:
    """Orders although there is none, as the shop allows, and pays."""
    path = visit.sold(SLUG)["path"]
    page.goto(visit.stand.site + path.get(locale, path["zh-CN"]))
    page.locator("input[name=email]").fill(f"{name}@example.com")
    page.locator("input[name=provider][value=stripe]").check()
    page.locator("form.buy .pay button").click()
    page.wait_for_url(lambda url: "/checkout" in url or "/pay/" in url)
    asked = page.locator('form[action="/checkout"] button')
    if asked.count():
        inspect(page, f"{name}-shortage", visit.shots, with_axe=False)
        asked.last.click()
    page.wait_for_url(f"{visit.stand.mockpay}/pay/**")
    page.locator("button.primary").first.click()
    wait_until_paid(page)
    inspect(page, f"{name}-paid", visit.shots, with_axe=False)
