"""Debian's nginx and Caddy on loopback, serving a shop by the files that a build writes."""

import pathlib
import shutil
import subprocess

from .programs import free_ports
from .steps import Failed, wait_until

START_SECONDS = 60
NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
{user}
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {root};
    include {public}/_nginx.conf;
  }}
}}
"""
CADDY = """\
{{
  admin off
  auto_https off
}}
http://:{port} {{
  bind 127.0.0.1
  root * {root}
  import {public}/_Caddyfile
  file_server
}}
"""


class WebServer:
    """A running web server of an output folder, stopped at the end of its `with` block."""

    def __init__(self, name: str, public: pathlib.Path, folder: pathlib.Path,
                 root: pathlib.Path | None = None) -> None:
        """`root` is the folder of the whole host, if the shop is only a part of it."""
        self.name = name
        self.port = free_ports(1)[0]
        self.log = folder / f"{name}.log"
        path = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
        if not path:
            raise Failed(f"{name} is missing: run `apt-get install {name}`")
        if name == "nginx":
            file = folder / "nginx.conf"
            user = "user root;" if _is_root() else ""
            file.write_text(
                NGINX.format(folder=folder, public=public, root=root or public, port=self.port, user=user))
            command = [path, "-c", str(file), "-p", str(folder)]
        else:
            file = folder / "Caddyfile"
            file.write_text(CADDY.format(public=public, root=root or public, port=self.port))
            command = [path, "run", "--config", str(file), "--adapter", "caddyfile"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def __enter__(self) -> "WebServer":
        wait_until(self._listens, START_SECONDS, f"{self.name} does not listen")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _listens(self) -> bool:
        if self.process.poll() is not None:
            raise Failed(f"{self.name} ended: {self.log.read_text()[-800:]}")
        try:
            ask(self.port, "/")
        except OSError:
            return False
        return True


class Reply:
    """An answer, with the body as sent."""

    def __init__(self, head: bytes, body: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers: dict[str, list[str]] = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers.setdefault(name.lower(), []).append(value.strip())
        self.body = body

    def header(self, name: str) -> str:
        """The values of a header, joined."""
        return ", ".join(self.headers.get(name, []))


def ask(port: int, target: str, method: str = "GET", **headers: str) -> Reply:
    """Sends a request with the target unchanged; HTTP libraries would resolve `..` or `//`."""
    import socket
    lines = [f"{method} {target} HTTP/1.1", "Host: cards.example.com", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as end:
        end.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        found = b""
        while part := end.recv(65_536):
            found += part
    head, _, body = found.partition(b"\r\n\r\n")
    reply = Reply(head, body)
    if reply.header("transfer-encoding") == "chunked":
        reply.body = _unchunked(body)
    return reply


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        whole += rest[:length]
        body = rest[length + 2:]
    return whole


def _is_root() -> bool:
    import os
    return os.geteuid() == 0
