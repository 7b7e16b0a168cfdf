"""Shared code of the checks in the browser: a shop with stock, and its addresses."""

import pathlib
import random

from playwright.sync_api import Browser

from .browser import open_page
from .codes import make_codes
from .purchase import fill_buy_form, letter_for, order_address, pay
from .stand import Stand
from .steps import expect_equal

CODES = 100
# The product that is bought; the category that has three pages, as rig.bigshop fills it.
SLUG = "cairnlight-50"
LIST = "categories/games/"
# A query that finds cards in each language.
QUERY = {"zh-CN": "咖啡", "en": "coffee"}


class Visit:
    """A stand with stock, a browser, and the product that is bought."""

    def __init__(self, stand: Stand, browser: Browser, shots: pathlib.Path | None) -> None:
        self.stand = stand
        self.browser = browser
        self.shots = shots
        self.product = self.sold(SLUG)
        self._chance = random.Random(14)
        self.codes = make_codes(CODES, self._chance)
        self.origins = {stand.site, stand.worker, stand.mockpay}

    def sold(self, slug: str) -> dict:
        """A product of the catalog."""
        return next(each for each in self.stand.products()
                    if each["path"]["zh-CN"] == f"/products/{slug}/")

    def more_codes(self, count: int) -> list[str]:
        """Codes that are not imported yet."""
        return make_codes(count, self._chance)

    def page(self, **options):
        """A page in a context of its own, watched."""
        return open_page(self.browser, self.origins, **options)

    def path(self, locale: str) -> str:
        """The product page in a language."""
        return self.product["path"].get(locale, self.product["path"]["zh-CN"])

    def at(self, path: str, locale: str = "zh-CN") -> str:
        """The address of a page of the shop in a language."""
        prefix = "/" if locale == "zh-CN" else f"/{locale}/"
        return self.stand.site + prefix + path

    def order(self, email: str) -> tuple[str, str]:
        """The order page and the code that the letter to a buyer names."""
        letter = letter_for(self.stand, email)
        codes = letter.codes_among(self.codes)
        expect_equal(len(codes), 1, f"codes in {letter.path}")
        return order_address(self.stand, letter), codes[0]

    def buy(self, email: str, locale: str) -> tuple[str, str, str]:
        """Buys without a browser; returns the checkout page, the order page and the code."""
        page = pay(self.stand, fill_buy_form(self.stand, self.path(locale), email))
        return page.url, *self.order(email)
