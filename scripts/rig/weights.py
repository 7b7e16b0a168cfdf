"""The compressed sizes of pages, and their policy."""

import gzip
import re

from .forms import fetch
from .steps import Steps, expect
from .visit import LIST, Visit

PAGE_BYTES = 14 * 1024
SEARCH_BYTES = 6 * 1024
SHOP_BYTES = 3 * 1024
BUY_BYTES = 1024


def check_weights(visit: Visit, steps: Steps) -> None:
    product = fetch(visit.stand.site + visit.path("zh-CN"))
    with steps.step("the product page is light") as note:
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', product.text)
        expect(bool(styles), "the product page has no stylesheet")
        styles_bytes = sum(compressed(visit, style) for style in styles)
        page_bytes = compressed(visit, visit.path("zh-CN"))
        note(f"{page_bytes} bytes of HTML and {styles_bytes} of CSS, compressed")
        expect(page_bytes + styles_bytes <= PAGE_BYTES, f"more than {PAGE_BYTES} bytes")
    with steps.step("the scripts are light") as note:
        for name, pattern, most in (
                ("shop.js", r'<script type="module" src="([^"]+/shop\.[^"]+)"', SHOP_BYTES),
                ("buy.js", r'<script type="module" src="([^"]+/buy\.[^"]+)"', BUY_BYTES),
                ("search.js", r'data-script="([^"]+)"', SEARCH_BYTES)):
            found = re.findall(pattern, product.text)
            expect(len(found) == 1, f"the product page names {len(found)} of {name}")
            size = compressed(visit, found[0])
            note(f"{size} bytes of {name}, compressed")
            expect(size <= most, f"{name} has more than {most} bytes")
    with steps.step("the policy allows nothing inline"):
        for path in ("/", visit.path("en"), f"/{LIST}", "/search/"):
            policy = fetch(visit.stand.site + path).headers.get("Content-Security-Policy") or ""
            for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'"):
                expect(rule in policy, f"{path}: no {rule} in {policy!r}")
            expect("unsafe" not in policy, f"{path}: {policy}")


def compressed(visit: Visit, path: str) -> int:
    """The compressed size of a file of the shop, in bytes."""
    return len(gzip.compress(fetch(visit.stand.site + path).text.encode(), 9))
