"""An EPay aggregator on loopback, and a proxy that replaces some answers."""

import contextlib
import hashlib
import http.server
import json
import threading
import urllib.error
import urllib.parse
import urllib.request


class _Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_) -> None:
        pass

    def answer(self, status: int, body: bytes, kind: str = "application/json", **headers) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def _serving(handler, port: int = 0):
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Aggregator:
    """Takes orders by `submit.php`, tells of them by `api.php`, notifies by GET or POST."""

    def __init__(self, pid: str, key: str) -> None:
        self.pid, self.key = pid, key
        self.orders: dict[str, dict] = {}

    def sign(self, fields: dict[str, str]) -> str:
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items())
                        if value and name not in ("sign", "sign_type"))
        return hashlib.md5((text + self.key).encode()).hexdigest()

    def take(self, fields: dict[str, str]) -> bool:
        """Takes an order from a buyer's browser; False when its signature is wrong."""
        if fields.get("sign") != self.sign(fields):
            return False
        self.orders[fields["out_trade_no"]] = {**fields, "status": "0"}
        return True

    def pay(self, number: str, posts: bool = False) -> str:
        """The buyer pays; returns what the shop answers to the notification, by GET or POST."""
        order = self.orders[number]
        order["status"] = "1"
        told = {"pid": self.pid, "trade_no": f"E{number}", "out_trade_no": number,
                "type": order.get("type", "alipay"), "name": order["name"],
                "money": order["money"], "trade_status": "TRADE_SUCCESS"}
        told |= {"sign": self.sign(told), "sign_type": "MD5"}
        form = urllib.parse.urlencode(told)
        address = order["notify_url"] if posts else f"{order['notify_url']}?{form}"
        with urllib.request.urlopen(address, form.encode() if posts else None,
                                    timeout=20) as answer:
            return answer.read().decode()

    @contextlib.contextmanager
    def serving(self):
        """Listens; yields its address."""
        house = self

        class Handler(_Quiet):
            def do_GET(self) -> None:
                parts = urllib.parse.urlsplit(self.path)
                fields = dict(urllib.parse.parse_qsl(parts.query))
                if parts.path == "/submit.php":
                    taken = house.take(fields)
                    return self.answer(200 if taken else 403, b"pay here" if taken else b"no",
                                       "text/plain")
                if parts.path != "/api.php":
                    return self.answer(404, b"{}")
                order = house.orders.get(fields.get("out_trade_no", ""))
                if not order or fields.get("key") != house.key:
                    return self.answer(200, json.dumps({"code": -1, "msg": "no order"}).encode())
                return self.answer(200, json.dumps({
                    "code": 1, "pid": house.pid, "trade_no": f"E{order['out_trade_no']}",
                    "out_trade_no": order["out_trade_no"], "money": order["money"],
                    "status": int(order["status"])}).encode())

        with _serving(Handler) as address:
            yield address


@contextlib.contextmanager
def spoiling(upstream: str, path: str, body: bytes):
    """A proxy that answers one path with that body and passes all others on; yields its address."""

    class Handler(_Quiet):
        def _pass(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path.startswith(path):
                return self.answer(200, body)
            headers = {name: value for name, value in self.headers.items()
                       if name.lower() not in ("host", "content-length", "connection")}
            request = urllib.request.Request(upstream + self.path, sent or None, headers,
                                             method=self.command)
            try:
                with urllib.request.urlopen(request, timeout=30) as found:
                    return self.answer(found.status, found.read(),
                                       found.headers.get("Content-Type") or "text/plain")
            except urllib.error.HTTPError as error:
                return self.answer(error.code, error.read(),
                                   error.headers.get("Content-Type") or "text/plain")

        do_GET = do_POST = _pass

    with _serving(Handler) as address:
        yield address
