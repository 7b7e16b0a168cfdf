"""The sample shop with many more cards in one category, so that its lists have further pages."""

import pathlib
import shutil

from .programs import ROOT

# 48 a page: three pages, the last one not full.
PRODUCTS = 120

CARD = """\
---
title: "星桥点卡 {value} 元"
sku: STARSPAN-CN-{value}
price: "{price}"
face_value: "{value}"
brand: Starspan
category: games
scenarios: [self-use]
tags: [点卡, starspan]
labels: [{labels}]
region: CN
limit: 5
date: 2026-{month:02}-{day:02}T00:00:00Z
---
星桥（Starspan）的 {value} 元点卡，付款后几秒内收到卡密。

## 使用说明

1. 登录星桥平台，打开“点卡”。
2. 粘贴卡密并确认。
"""

ENGLISH = """\
---
title: "Starspan Game Card ¥{value}"
---
A card of {value} yuan for Starspan. The code arrives within seconds of payment.

## How to redeem

1. Sign in to Starspan and open Cards.
2. Paste the code and confirm.
"""


def big_shop(folder: pathlib.Path, products: int = PRODUCTS) -> pathlib.Path:
    """Copies the sample shop into a folder and adds products; the same ones every time."""
    for part in ("content", "site"):
        shutil.copytree(ROOT / part, folder / part)
    more = folder / "content" / "products" / "starspan"
    more.mkdir()
    for index in range(products):
        # Prices and dates have other orders than file names.
        value = 5 * ((index * 37) % products + 1)
        given = {
            "value": value,
            "price": f"{value * 0.97:.2f}",
            "labels": "hot" if index % 3 == 0 else "",
            "month": index % 10 + 1,
            "day": index % 27 + 1,
        }
        (more / f"starspan-{value}.md").write_text(CARD.format(**given))
        if index % 2 == 0:
            (more / f"starspan-{value}.en.md").write_text(ENGLISH.format(**given))
    return folder
