"""Debian's Caddy on loopback, without TLS, in front of a stand's worker."""

import shutil
import socket
import subprocess

from .programs import free_ports
from .stand import Stand
from .steps import Failed, wait_until

START_SECONDS = 60
# The client sets the buyer's address by the header X-From.
CADDYFILE = """\
{{
  admin off
  auto_https off
}}
http://127.0.0.1:{port} {{
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:{worker} {{
    header_up Host {{http.request.host}}:{{http.request.port}}
    header_up X-Forwarded-For {{http.request.header.X-From}}
  }}
}}
"""


class Caddy:
    """A running Caddy; the stand ends it with its other programs."""

    def __init__(self, stand: Stand, port: int) -> None:
        if not shutil.which("caddy"):
            raise Failed("caddy is missing: run `apt-get install caddy`")
        self.port = port
        file = stand.folder / "Caddyfile"
        file.write_text(CADDYFILE.format(port=port, worker=stand.worker_port))
        log = open(stand.folder / "caddy.log", "ab")
        self.process = subprocess.Popen(
            ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"],
            cwd=stand.folder, env={"HOME": str(stand.folder), "PATH": "/usr/bin:/bin"},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        log.close()

    def kill(self) -> None:
        """Ends it at once."""
        self.process.kill()
        self.process.wait()


def start_caddy(stand: Stand) -> int:
    """Starts Caddy in front of the worker; returns its port."""
    caddy = Caddy(stand, free_ports(1)[0])
    stand.running.append(caddy)

    def listens() -> bool:
        if caddy.process.poll() is not None:
            raise Failed(f"caddy ended: {(stand.folder / 'caddy.log').read_text()[-500:]}")
        with socket.socket() as end:
            return end.connect_ex(("127.0.0.1", caddy.port)) == 0

    wait_until(listens, START_SECONDS, "caddy does not listen")
    return caddy.port
