"""merchant.tsv by the rules of Google's product data specification."""

import csv
import re

from .findings import Findings
from .folder import Output

COLUMNS = [
    "id", "title", "description", "link", "image_link", "availability", "price", "sale_price",
    "brand", "condition", "product_type", "google_product_category", "identifier_exists"]
LONGEST = {"id": 50, "title": 150, "description": 5000, "link": 2000, "image_link": 2000,
           "brand": 70, "product_type": 750}
PRICE = re.compile(r"(\d+(?:\.\d+)?) ([A-Z]{3})")
# Controls and line breaks other than the file's own.
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# What Google reads as an image.
IMAGES = (".gif", ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")


def check_merchant(output: Output, findings: Findings) -> int:
    """Checks every merchant feed; returns how many products are in them."""
    count = 0
    for prefix in output.languages.values():
        path = prefix + "merchant.tsv"
        text = output.text(path)
        for character in sorted(set(UNREADABLE.findall(text))):
            findings.add(path, f"holds {character!r}")
        rows = list(csv.reader(text.split("\n")[:-1], dialect="excel-tab", strict=True))
        findings.expect(rows[0] == COLUMNS, path, f"columns: {rows[0]}")
        ids = [row[0] for row in rows[1:]]
        findings.expect(len(set(ids)) == len(ids), path, "an id is there twice")
        for number, row in enumerate(rows[1:], 2):
            where = f"{path}:{number}"
            if findings.expect(len(row) == len(COLUMNS), where, f"{len(row)} fields"):
                _row(output, findings, where, dict(zip(COLUMNS, row)))
        count += len(ids)
    return count


def _row(output: Output, findings: Findings, where: str, row: dict[str, str]) -> None:
    for name in ["id", "title", "description", "link", "availability", "price", "condition"]:
        findings.expect(row[name].strip(), where, f"no {name}")
    for name, length in LONGEST.items():
        findings.expect(len(row[name]) <= length, where, f"{name} has {len(row[name])} characters")
    findings.expect(output.holds(row["link"]), where, f"no page at {row['link']}")
    findings.expect(
        row["availability"] in ("in_stock", "out_of_stock", "preorder", "backorder"), where,
        f"availability {row['availability']}")
    findings.expect(row["condition"] == "new", where, f"condition {row['condition']}")
    findings.expect(row["identifier_exists"] == "no", where, "identifier_exists")
    findings.expect(row["google_product_category"] == "53", where, "not a gift card to Google")
    price = PRICE.fullmatch(row["price"])
    if findings.expect(price, where, f"price {row['price']!r}") and row["sale_price"]:
        sale = PRICE.fullmatch(row["sale_price"])
        if findings.expect(sale, where, f"sale_price {row['sale_price']!r}"):
            findings.expect(
                sale.group(2) == price.group(2)
                and float(sale.group(1)) < float(price.group(1)), where, "no sale")
    if row["image_link"]:
        findings.expect(
            output.holds(row["image_link"]) and row["image_link"].lower().endswith(IMAGES), where,
            f"image_link {row['image_link']}")
    product = next((each for each in output.products if each["sku"] == row["id"]), None)
    if findings.expect(product is not None, where, "not in the catalog"):
        amount, currency = (row["sale_price"] or row["price"]).split()
        findings.expect(
            int(amount.replace(".", "")) == product["priceMinor"]
            and currency == product["currency"], where, "not the catalog's price")
