"""Many buyers at once, each with a connection of its own."""

import asyncio
import html
import re
import time
import urllib.parse
from dataclasses import dataclass

from .stand import Stand

ANSWER_SECONDS = 60
# Connections that are opened at once; all are open before the first byte is sent.
BREATH = 100


@dataclass
class Answer:
    """What came back for one request."""

    status: int
    headers: dict[str, str]
    text: str
    seconds: float


@dataclass
class Buyer:
    """One order and its way to payment; `trouble` says why it failed."""

    number: int
    sku: str
    reference: str = ""
    address: str = ""
    answered: float = 0
    led: float = 0
    looks: int = 0
    said: str = ""
    trouble: str = ""
    cookie: str = ""

    @property
    def origin(self) -> str:
        """The buyer's address; every buyer has a network of their own."""
        return f"10.{self.number >> 8 & 255}.{self.number & 255}.7"

    @property
    def form(self) -> bytes:
        return urllib.parse.urlencode({
            "sku": self.sku, "quantity": "1", "email": f"b@buyer{self.number}.example",
            "locale": "en", "provider": "stripe"}).encode()


class Front:
    """The address that buyers and providers reach: Caddy's."""

    def __init__(self, stand: Stand, port: int) -> None:
        self.stand = stand
        self.port = port

    async def connect(self):
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, method: str, path: str, body: bytes = b"", headers=None,
                   connection=None) -> Answer:
        """One request over a connection of its own."""
        begun = time.monotonic()
        reader, writer = connection or await self.connect()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        try:
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            whole = await asyncio.wait_for(reader.read(), ANSWER_SECONDS)
        finally:
            writer.close()
        head, _, text = whole.partition(b"\r\n\r\n")
        first, *rest = head.decode().split("\r\n")
        pairs = [line.split(": ", 1) for line in rest if ": " in line]
        fields = {name.lower(): value for name, value in pairs}
        status = int(first.split(" ")[1]) if first.startswith("HTTP/") else 0
        return Answer(status, fields, text.decode(errors="replace"), time.monotonic() - begun)

    async def connections(self, count: int) -> list:
        """Connections that are open before anything is sent."""
        made = []
        while len(made) < count:
            breath = min(BREATH, count - len(made))
            made += await asyncio.gather(*(self.connect() for _ in range(breath)))
        return made

    async def post_together(self, path: str, bodies: list[bytes], headers) -> list[Answer]:
        """Posts all bodies at once."""
        connections = await self.connections(len(bodies))
        return list(await asyncio.gather(*(
            self.send("POST", path, body,
                      {**headers(body), "X-From": "192.0.2.1"}, connection)
            for body, connection in zip(bodies, connections))))


async def together(front: Front, buyers: list[Buyer], seconds: float = 120, beside=None) -> None:
    """All buyers order at once; each follows the pages until they lead to the provider."""
    connections = await front.connections(len(buyers))
    ways = [follow(front, buyer, connection, seconds)
            for buyer, connection in zip(buyers, connections)]
    await asyncio.gather(*ways, *([beside] if beside else []))


async def follow(front: Front, buyer: Buyer, connection, seconds: float) -> None:
    begun = time.monotonic()
    headers = {"X-From": buyer.origin, "Content-Type": "application/x-www-form-urlencoded",
               "Cookie": buyer.cookie}
    answer = await front.send("POST", "/checkout", buyer.form, headers, connection)
    buyer.answered = time.monotonic() - begun
    path = answer.headers.get("location", "")
    if answer.status != 303 or not path.startswith("/checkouts/"):
        buyer.trouble = f"POST /checkout: {answer.status} {words(answer.text)[:200]}"
        return
    buyer.reference = path.split("/")[2].split("?")[0]
    buyer.cookie = answer.headers.get("set-cookie", buyer.cookie).split(";")[0]
    while time.monotonic() - begun < seconds:
        try:
            page = await front.send("GET", path, headers={"X-From": buyer.origin})
        except (OSError, asyncio.TimeoutError):
            page = Answer(502, {}, "", 0)
        if page.status in (0, 502):
            # While the worker is down, the page is reloaded, as in a browser.
            await asyncio.sleep(1)
            continue
        buyer.looks += 1
        refresh = re.fullmatch(r"(\d+); *url=(.*)", page.headers.get("refresh", ""))
        if page.status != 200 or not refresh:
            buyer.trouble = f"{path}: {page.status} {words(page.text)[:300]}"
            return
        if refresh.group(1) == "0":
            buyer.address = refresh.group(2)
            buyer.led = time.monotonic() - begun
            return
        buyer.said += words(page.text)
        await asyncio.sleep(int(refresh.group(1)))
        path = refresh.group(2)
    buyer.trouble = f"{path}: not led to payment within {seconds:g} s"


def words(text: str) -> str:
    """The text without markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def percentiles(seconds: list[float]) -> tuple[float, float, float]:
    """The median, the 99th percentile, and the maximum."""
    row = sorted(seconds)
    return row[len(row) // 2], row[min(len(row) - 1, len(row) * 99 // 100)], row[-1]
