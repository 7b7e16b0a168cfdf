"""Purchases in a browser: with the keyboard alone, without JavaScript, and the copy button."""

from playwright.sync_api import Page

from .browser import inspect, tab_to
from .steps import Steps, expect, expect_equal
from .visit import Visit


def check_buying(visit: Visit, steps: Steps) -> None:
    with steps.step("a purchase by keyboard alone"):
        keyboard_only(visit)
    with steps.step("a purchase without JavaScript"):
        without_javascript(visit)
    for locale in ("zh-CN", "en"):
        with steps.step(f"turning back at the provider, then paying, in {locale}"):
            turn_back(visit, locale)
    with steps.step("the copy button"):
        copy_button(visit)


def keyboard_only(visit: Visit) -> None:
    """Buys with Tab, Enter and letters alone."""
    email = "keyboard@example.com"
    with visit.page(locale="zh-CN") as page:
        page.goto(visit.stand.site + "/")
        tab_to(page, f'a[href="{visit.path("zh-CN")}"]')
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{visit.path('zh-CN')}")
        tab_to(page, "input[name=email]")
        page.keyboard.type(email)
        tab_to(page, "form.buy .pay button")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{visit.stand.mockpay}/**")
        tab_to(page, "button.primary")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{visit.stand.worker}/**")
        address, code = visit.order(email)
        page.goto(address)
        tab_to(page, "form[method=post] button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".code")
        expect(code in shown_codes(page), "the code is not on the order page")


def without_javascript(visit: Visit) -> None:
    """Buys with JavaScript off."""
    email = "plain@example.com"
    with visit.page(locale="en-GB", java_script_enabled=False) as page:
        page.goto(visit.stand.site + visit.path("en"))
        page.locator("input[name=email]").fill(email)
        page.locator("form.buy .pay button").click()
        page.locator("button.primary").click()
        page.wait_for_url(f"{visit.stand.worker}/**")
        address, code = visit.order(email)
        page.goto(address)
        press_show(page)
        expect_equal(page.locator(".code").text_content(), code, "the code on the order page")


def turn_back(visit: Visit, locale: str) -> None:
    """Turns back at the provider with JavaScript off, finds the form filled in, and pays it."""
    email = f"back-{locale.lower()}@example.com"
    with visit.page(locale=locale, java_script_enabled=False) as page:
        page.goto(visit.stand.site + visit.path(locale))
        page.locator("select[name=quantity]").select_option("2")
        page.locator("input[name=email]").fill(email)
        page.locator("input[name=provider][value=stripe]").check()
        page.locator("form.buy .pay button").click()
        page.get_by_text("Cancel and go back to the shop").click()
        page.wait_for_selector("main[data-state=cancelled]")
        inspect(page, f"cancelled-{locale}", visit.shots, with_axe=False)
        expect_equal(page.locator("input[name=email]").input_value(), email, "the address")
        expect_equal(page.locator("select[name=quantity]").input_value(), "2", "the quantity")
        page.locator("select[name=quantity]").select_option("1")
        page.locator("form button").click()
        page.locator("button.primary").click()
        page.wait_for_url(f"{visit.stand.worker}/**")
        visit.order(email)


def copy_button(visit: Visit) -> None:
    """Presses the copy button, then reads the clipboard; selects the code by hand, too."""
    _, address, code = visit.buy("copy@example.com", "zh-CN")
    grants = ["clipboard-read", "clipboard-write"]
    with visit.page(locale="zh-CN", permissions=grants) as page:
        page.goto(address)
        press_show(page)
        button = page.locator("button[data-copy]").first
        button.click()
        page.wait_for_function("async code => (await navigator.clipboard.readText()) === code",
                               arg=code)
        expect(code in shown_codes(page), "a code that is selected by hand has no spaces")


def press_show(page: Page) -> None:
    """Presses the button that shows the codes."""
    page.locator("form[method=post] button").first.click()


def shown_codes(page: Page) -> list[str]:
    """What a person gets who selects each code and copies it."""
    return page.evaluate("""() => [...document.querySelectorAll(".code")].map(code => {
      getSelection().selectAllChildren(code);
      return getSelection().toString();
    })""")
