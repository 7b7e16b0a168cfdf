"""The pretend providers with a receiver in the worker's place."""

import dataclasses
import http.server
import json
import pathlib
import queue
import threading
import urllib.request

from rig.forms import fetch
from rig.programs import Program, free_ports, program, run
from rig.steps import Failed, expect_equal

ARRIVAL_SECONDS = 20


@dataclasses.dataclass
class Arrival:
    """One webhook as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Keeps every webhook; refuses the first attempt of each, so that repeats are seen too."""

    def __init__(self, port: int) -> None:
        self.arrived: queue.Queue[Arrival] = queue.Queue()
        self.refuses_first = False
        self._seen: set[bytes] = set()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                is_first = receiver.refuses_first and body not in receiver._seen
                receiver._seen.add(body)
                receiver.arrived.put(Arrival(self.path, dict(self.headers.items()), body))
                self.send_response(500 if is_first else 200)
                self.end_headers()
                self.wfile.write(b"" if is_first else b"success")

            # EPay notifies by a query.
            do_GET = do_POST

            def log_message(self, *_) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, words: str) -> Arrival:
        """The next webhook."""
        try:
            return self.arrived.get(timeout=ARRIVAL_SECONDS)
        except queue.Empty:
            raise Failed(f"{words}: no webhook after {ARRIVAL_SECONDS} s") from None

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Mock:
    """The mock providers with new keys, and the receiver of their webhooks."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.keys = folder / "keys"
        self.port, self.shop_port = free_ports(2)
        self.url = f"http://127.0.0.1:{self.port}"
        self.shop = f"http://127.0.0.1:{self.shop_port}"
        run(program("cardstock-mockpay"), "keys", str(self.keys))
        lines = (self.keys / "merchant.txt").read_text().splitlines()
        self.merchant = dict(line.split("=", 1) for line in lines)
        self.receiver = Receiver(self.shop_port)
        self.running = Program(
            "cardstock-mockpay", "run", "--listen", f"127.0.0.1:{self.port}",
            "--keys", str(self.keys), "--worker", self.shop, log=folder / "mockpay.log")
        self.running.wait_for(self.url + "/")

    def __enter__(self) -> "Mock":
        return self

    def __exit__(self, *_) -> None:
        self.receiver.close()
        self.running.stop()

    def text(self, name: str) -> str:
        """A file of the folder of keys."""
        return (self.keys / name).read_text()

    def secret(self, name: str) -> str:
        return self.text(name).strip()

    def press(self, sale: str, action: str, fields: dict[str, str] | None = None):
        """Presses a button of a pay page."""
        answer = fetch(f"{self.url}/pay/{sale}/{action}", fields or {})
        expect_equal(answer.status, 303, f"the answer to {action}")
        return answer

    def tamper(self, provider: str, how: str) -> None:
        """Makes something false about the next webhook."""
        answer = fetch(f"{self.url}/_mock/tamper?provider={provider}&how={how}", {})
        expect_equal(answer.status, 202, f"the answer to {how}")

    def payments(self, sale: str) -> str:
        """The ID of the sale's first payment, from its page."""
        form = next(f for f in fetch(f"{self.url}/pay/{sale}").forms() if "payment" in f.fields)
        return form.fields["payment"]


def call(method: str, url: str, body: bytes | None = None, headers=None):
    """Sends a request unchanged; returns status, headers and body."""
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers.items()), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers.items()), error.read()


def parsed(body: bytes) -> dict:
    return json.loads(body)
