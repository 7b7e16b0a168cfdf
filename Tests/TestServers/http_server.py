"""A web server on loopback that plays good and bad ones by path.

Usage: http_server.py FOLDER. Prints {"http": PORT, "https": PORT, "foreign": PORT}; listens on
FOLDER/web.sock as well; keeps the requests below /canned/NAME in FOLDER/NAME.N.json, counted
from 1, and answers those that are not known here from FOLDER/NAME.answers.json. Ends with its
standard input.
"""

import http.server
import json
import os
import pathlib
import re
import socket
import socketserver
import sys
import threading
import time

import certificates

FOLDER = pathlib.Path(sys.argv[1])
SESSION = {"id": "cs_test_1", "object": "checkout.session", "url": "https://pay.example/c/1"}


def complaint(**error):
    return json.dumps({"error": error})


# NAME: the answers to its requests in turn, the last one for ever; None drops the connection.
CANNED = {
    "good": [(200, json.dumps(SESSION))],
    "flaky": [None, (200, json.dumps(SESSION))],
    "dead": [None],
    "limit": [(429, complaint(type="invalid_request_error", code="rate_limit", message="slow"))],
    "conflict": [(409, complaint(type="idempotency_error", message="in use"))],
    "trouble": [(500, "<html>sorry</html>")],
    "unauthorized": [
        (401, complaint(type="invalid_request_error", message="Invalid API Key sk_test_secret"))
    ],
    "rejected": [
        (
            400,
            complaint(
                type="invalid_request_error",
                code="email_invalid",
                param="customer_email",
                message="Invalid email address: buyer@example.com\n\u001b[31m",
            ),
        )
    ],
    "redirecting": [(302, "")],
    "no-url": [(200, json.dumps({"id": "cs_test_1", "url": None}))],
    "script-url": [(200, json.dumps({"id": "cs_test_1", "url": "javascript:alert(1)"}))],
    "plain-url": [(200, json.dumps({"id": "cs_test_1", "url": "http://pay.example/c/1"}))],
    "tricky-url": [(200, json.dumps({"id": "cs_1", "url": "http://127.0.0.1.evil.example/"}))],
    "loopback-url": [(200, json.dumps({"id": "cs_test_1", "url": "http://127.0.0.1:9/pay/1"}))],
    "not-json": [(200, "ok")],
    "huge": [(200, "x" * 2_000_000)],
}
COUNTS = {}


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def address_string(self):
        return "here"

    def say(self, status, body, headers=()):
        body = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def canned(self, name, sent):
        COUNTS[name] = COUNTS.get(name, 0) + 1
        kept = {"method": self.command, "path": self.path, "body": sent.decode("utf-8", "replace")}
        kept["headers"] = dict(self.headers.items())
        (FOLDER / f"{name}.{COUNTS[name]}.json").write_text(json.dumps(kept))
        answers = CANNED.get(name) or json.loads((FOLDER / f"{name}.answers.json").read_text())
        answer = answers[min(COUNTS[name], len(answers)) - 1]
        if answer is None or answer[0] == 0:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, body, headers = (*answer, {})[:3]
        redirect = [("Location", "/echo")] if status == 302 else []
        self.say(status, body, [*headers.items(), *redirect])

    def certificate(self, name):
        if name == "elsewhere":
            self.say(302, "", [("Location", "/v1/notifications/certs/good")])
        elif (file := FOLDER / f"{name}.published.pem").exists():
            self.say(200, file.read_bytes())
        else:
            self.say(404, "no such certificate")

    def handle_any(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if found := re.match("/canned/([a-z0-9-]+)/", self.path):
            self.canned(found[1], sent)
        elif found := re.fullmatch("/v1/notifications/certs/([a-z-]+)", self.path):
            self.certificate(found[1])
        elif self.path == "/echo":
            told = {"method": self.command, "body": sent.decode("latin-1")}
            told["headers"] = [f"{name}: {value}" for name, value in self.headers.items()]
            self.say(200, json.dumps(told), [("X-Twice", "1"), ("X-Twice", "2")])
        elif self.path == "/length":
            self.say(200, str(len(sent)))
        elif found := re.match("/status/([0-9]+)", self.path):
            self.say(int(found[1]), "as you wish")
        elif self.path == "/redirect":
            self.say(302, "elsewhere", [("Location", "/echo")])
        elif found := re.match("/bytes/([0-9]+)", self.path):
            self.say(200, b"x" * int(found[1]))
        elif self.path == "/endless":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            while True:
                self.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        elif self.path == "/headers":
            self.say(200, "", [("X-Long", "y" * 900)] * 90)
        elif self.path == "/silent":
            time.sleep(3600)
        elif self.path == "/drop":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.say(404, "nothing here")

    do_GET = do_POST = do_PUT = do_DELETE = handle_any


class Threads(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client):
        pass


class UnixThreads(Threads):
    address_family = socket.AF_UNIX


def serve(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def secure(leaf):
    server = Threads(("127.0.0.1", 0), Answer)
    context = certificates.context(FOLDER, leaf)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    return serve(server)


certificates.make(FOLDER)
ports = {
    "http": serve(Threads(("127.0.0.1", 0), Answer)).server_address[1],
    "https": secure("good").server_address[1],
    "foreign": secure("foreign").server_address[1],
}
serve(UnixThreads(str(FOLDER / "web.sock"), Answer))
print(json.dumps(ports), flush=True)
sys.stdin.read()
os._exit(0)
