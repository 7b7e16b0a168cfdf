"""A proxy between the worker and the mock providers that records the worker's requests."""

import dataclasses
import http.client
import http.server
import threading

from rig.programs import free_ports

# Headers that belong to a connection and not to the message.
OF_CONNECTION = {"connection", "transfer-encoding", "content-length", "keep-alive", "date"}


@dataclasses.dataclass
class Asked:
    """One request of the worker, as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Recorder:
    """Passes everything on to one port of this machine."""

    def __init__(self, onward: int) -> None:
        self.asked: list[Asked] = []
        self.port = free_ports(1)[0]
        self.url = f"http://127.0.0.1:{self.port}"
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(
                    self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
                recorder.asked.append(asked)
                connection = http.client.HTTPConnection("127.0.0.1", onward, timeout=20)
                connection.request(asked.method, asked.target, asked.body, asked.headers)
                answer = connection.getresponse()
                body = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in OF_CONNECTION:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                connection.close()

            do_POST = do_GET

            def log_message(self, *_) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()

    def of(self, beginning: str) -> list[Asked]:
        """The requests below a path."""
        return [each for each in self.asked if each.target.startswith(beginning)]
