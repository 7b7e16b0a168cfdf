"""What the browser that ordered sees and corrects, and that no other browser does."""

import itertools

from playwright.sync_api import Page

from .browser import inspect
from .buying import shown_codes
from .forms import fetch
from .methods import DEVICES, LOCALES, back_to_shop, order, to_pay_page, wait_until_paid
from .purchase import letter_for, order_address
from .steps import Steps, expect, expect_equal
from .visit import Visit

PAY_METHODS = {"phone": "wechatpay", "desktop": "stripe"}


def check_own(visit: Visit, steps: Steps) -> None:
    for locale, device in itertools.product(LOCALES, DEVICES):
        for script in (True, False):
            words = "JavaScript on" if script else "JavaScript off"
            with steps.step(f"codes, and the address corrected: {locale}, {device}, {words}"):
                pay_and_correct(visit, locale, device, script)
    with steps.step("two checkouts in one browser, and a browser that forgets"):
        two_checkouts(visit)


def pay_and_correct(visit: Visit, locale: str, device: str, script: bool) -> None:
    """Pays, looks at the codes, corrects the address, and looks from elsewhere all the while."""
    name = f"own-{locale}-{device}-{'script' if script else 'plain'}".lower()
    wrong, right = f"wrong-{name}@example.com", f"right-{name}@example.com"
    scheme = "dark" if device == "phone" else "light"
    options = {"locale": locale, "java_script_enabled": script, "color_scheme": scheme,
               **DEVICES[device]}
    with visit.page(**options) as page:
        order(visit, page, PAY_METHODS[device], locale, f"wrong-{name}")
        to_pay_page(visit, page, name)
        page.locator("button.primary").first.click()
        back_to_shop(visit, page)
        wait_until_paid(page)
        address = page.url.split("?")[0]
        old = letter_for(visit.stand, wrong)
        code = old.codes_among(visit.codes)[0]
        expect(wrong in page.content(), f"{name}: the address is not whole")
        elsewhere(visit, address, (wrong, code, order_address(visit.stand, old)), locale)
        reopened = page.context.new_page()
        reopened.goto(address)
        inspect(reopened, f"{name}-paid", visit.shots, with_axe=script)
        reopened.locator('form[action^="/orders/"] button').click()
        expect_equal(reopened.locator(".code").first.text_content(), code, f"{name}: the code")
        if script:
            expect(code in shown_codes(reopened), f"{name}: the code that is copied")
        reopened.close()
        correct(visit, page, address, name, script, right)
        new = letter_for(visit.stand, right)
        expect_equal(new.codes_among(visit.codes), [code], f"{name}: the code in the new letter")
        expect_equal(fetch(order_address(visit.stand, old)).status, 404, f"{name}: the old link")
        expect_equal(fetch(order_address(visit.stand, new)).status, 200, f"{name}: the new link")
        elsewhere(visit, address, (wrong, right, code, order_address(visit.stand, new)), locale)


def correct(visit: Visit, page: Page, address: str, name: str, script: bool, right: str) -> None:
    """From the paid page to the corrected one: nonsense first, a slip, then the right address."""
    page.goto(address)
    page.locator('a[href$="?address=1"]').click()
    page.wait_for_selector("input[name=email]")
    inspect(page, f"{name}-correct", visit.shots, with_axe=script)
    send(page, "nonsense")
    page.wait_for_selector("[aria-invalid=true]")
    inspect(page, f"{name}-fault", visit.shots, with_axe=script)
    send(page, right.replace("example.com", "gmail.con"))
    page.wait_for_selector("button[name=email]")
    inspect(page, f"{name}-question", visit.shots, with_axe=script)
    page.goto(address + "?address=1")
    page.wait_for_selector("input[name=email]")
    send(page, f"  {right} ")
    page.wait_for_selector('[data-state="paid"]')
    expect(right in page.content(), f"{name}: the corrected address is not shown")
    expect_equal(page.locator('a[href$="?address=1"]').count(), 0, f"{name}: a second correction")
    inspect(page, f"{name}-corrected", visit.shots, with_axe=script)


def send(page: Page, email: str) -> None:
    """Types an address and sends it."""
    page.locator("input[name=email]").fill(email)
    page.locator('form[method=post] button[type=submit]').first.click()


def elsewhere(visit: Visit, address: str, secrets: tuple[str, ...], locale: str) -> None:
    """Another browser sees the page, and nothing of what is the buyer's."""
    with visit.page(locale=locale) as page:
        for path in ("", "?address=1", "?go=1"):
            page.goto(address + path)
            content = page.content()
            for secret in secrets:
                expect(secret.split("/")[-1] not in content, f"{address}{path} shows {secret}")
            expect_equal(page.locator("form").count(), 0, f"forms on {address}{path}")


def two_checkouts(visit: Visit) -> None:
    """The second checkout takes nothing of the first one's; then both are forgotten."""
    with visit.page(locale="en", **DEVICES["desktop"]) as page:
        paid = {}
        for name in ("own-first", "own-second"):
            order(visit, page, "stripe", "en", name)
            page.wait_for_url(f"{visit.stand.mockpay}/pay/**")
            page.locator("button.primary").first.click()
            page.wait_for_url(f"{visit.stand.worker}/checkouts/**")
            wait_until_paid(page)
            paid[name] = page.url.split("?")[0]
        for name, address in paid.items():
            page.goto(address)
            expect(f"{name}@example.com" in page.content(), f"{name} is lost")
        cookies = [each for each in page.context.cookies() if "checkouts" in each["name"]]
        expect_equal([(each["name"], each["httpOnly"], each["secure"], each["sameSite"])
                      for each in cookies], [("__Host-checkouts", True, True, "Lax")], "the cookie")
        page.locator("button[name=forget]").click()
        page.wait_for_selector('[data-state="paid"]')
        for name, address in paid.items():
            page.goto(address)
            expect(f"{name}@example.com" not in page.content(), f"{name} is still shown")
