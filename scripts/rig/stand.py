"""A whole shop on loopback: the site, the worker, the pretend payment provider."""

import json
import os
import pathlib
import secrets
import shutil
import tempfile

from .codes import write_codes
from .programs import ROOT, Program, free_ports, program, run
from .steps import Failed

# What a listing shows at most.
MOST_ORDERS = 1_000

SETTINGS = """\
public_url: http://127.0.0.1:{worker}
listen: 127.0.0.1:{worker}
state: state
key_file: vault.key
catalog: {catalog}
stripe:
  live: false
  secret_key_file: stripe.key
  webhook_secrets_file: stripe-webhooks.key
  api_url: http://127.0.0.1:{mockpay}
mail:
  from: shop@cards.example.com
  transport: folder
  folder: mail
"""


class Stand:
    """A shop, by default that of this repository, built and run in a folder of its own."""

    def __init__(self, folder: pathlib.Path, ports: list[int] | None = None,
                 shop: pathlib.Path = ROOT) -> None:
        self.folder = folder
        self.shop = shop
        self.site_port, self.worker_port, self.mockpay_port = ports or free_ports(3)
        self.site = f"http://127.0.0.1:{self.site_port}"
        self.worker = f"http://127.0.0.1:{self.worker_port}"
        self.mockpay = f"http://127.0.0.1:{self.mockpay_port}"
        self.public = folder / "public"
        self.worker_folder = folder / "worker"
        self.settings = self.worker_folder / "worker.yaml"
        self.mail = self.worker_folder / "mail"
        self.api_key = "sk_test_" + secrets.token_hex(12)
        self.webhook_secret = "whsec_" + secrets.token_hex(16)
        self.running: list[Program] = []
        self.worker_program: Program | None = None

    def __enter__(self) -> "Stand":
        return self

    def __exit__(self, *_) -> None:
        for each in reversed(self.running):
            if each.process.poll() is None:
                each.kill()

    def build_site(self) -> str:
        """Generates the sample shop with addresses of this machine."""
        done = run(
            program("cardstock"), "build", "--shop", str(self.shop), "--output", str(self.public),
            "--base-url", self.site, "--worker-url", self.worker, "--payment-origin", self.mockpay)
        return done.stdout.strip()

    def products(self) -> list[dict]:
        """What the generated catalog sells."""
        return json.loads((self.public / "catalog.json").read_text())["products"]

    def start_site(self) -> None:
        self._start(
            "cardstock", "serve", "--shop", str(self.shop), "--output", str(self.public),
            "--port", str(self.site_port)).wait_for(self.site + "/")

    def start_mockpay(self) -> None:
        self._start(
            "cardstock-mockpay", "run", "--listen", f"127.0.0.1:{self.mockpay_port}",
            "--api-key-env", "MOCK_API_KEY", "--webhook-secret-env", "MOCK_WEBHOOK_SECRET",
            "--webhook-url", self.worker + "/webhooks/stripe").wait_for(self.mockpay + "/")

    def init_worker(self) -> None:
        """Makes the vault's key, then settings and provider keys for this machine."""
        run(program("cardstock-worker"), "init", str(self.worker_folder))
        self.settings.write_text(SETTINGS.format(
            worker=self.worker_port, mockpay=self.mockpay_port,
            catalog=self.public / "catalog.json"))
        for name, secret in [("stripe", self.api_key), ("stripe-webhooks", self.webhook_secret)]:
            file = self.worker_folder / f"{name}.key"
            file.touch(mode=0o600)
            file.write_text(secret + "\n")

    def start_worker(self, wait: bool = True, through: tuple[str, ...] = ()) -> None:
        self.worker_program = self._start(
            "cardstock-worker", "run", "--config", str(self.settings), through=through)
        if wait:
            self.worker_program.wait_for(self.worker + "/readyz")

    def stop_worker(self) -> None:
        """Stops the worker in order, and says so if it does not end well."""
        if self.worker_program:
            code = self.worker_program.stop()
            if code != 0:
                raise Failed(f"the worker ended with {code}: {self.worker_program.last_words()}")

    def start_worker_later(self, minutes: int) -> None:
        """Starts the worker as if that time had passed since it was stopped."""
        if not shutil.which("faketime"):
            raise Failed("faketime is missing: run `apt-get install faketime`")
        later = ("faketime", "-m", "--exclude-monotonic", "-f", f"+{minutes}m")
        self.start_worker(through=later)

    def command(self, *words: str) -> str:
        """Runs a command of the worker; returns what it printed."""
        return run(program("cardstock-worker"), *words, "--config", str(self.settings)).stdout

    def import_codes(self, name: str, sku: str, codes: list[str]) -> None:
        """Imports codes from a file of that name."""
        file = write_codes(self.folder / "codes" / f"{name}.csv", codes)
        self.command("codes", "import", str(file), "--sku", sku, "--supplier", "Sample")

    def stock(self, sku: str) -> dict:
        """The counts of one SKU's codes by state."""
        rows = json.loads(self.command("codes", "stock", "--format", "json"))["stock"]
        return next(row for row in rows if row["sku"] == sku)

    def deliveries(self) -> list[dict]:
        """Every letter that is or was owed."""
        return json.loads(self.command("deliveries", "list", "--format", "json"))["deliveries"]

    def orders(self) -> list[dict]:
        """Every order there is, the first paid first."""
        words = ("orders", "list", "--limit", str(MOST_ORDERS), "--format", "json")
        rows = json.loads(self.command(*words))["orders"]
        for row in rows:
            # Listings show an address as its first letter and its domain.
            row["domain"] = row["email"].rpartition("@")[2]
        return rows[::-1]

    def _start(self, name: str, *arguments: str, through: tuple[str, ...] = ()) -> Program:
        log = self.folder / f"{name}.log"
        environment = dict(
            os.environ, MOCK_API_KEY=self.api_key, MOCK_WEBHOOK_SECRET=self.webhook_secret)
        started = Program(name, *arguments, log=log, environment=environment, through=through)
        self.running.append(started)
        return started


def temporary_folder() -> tempfile.TemporaryDirectory:
    """A folder that is gone afterwards; its short path leaves room for the control socket."""
    return tempfile.TemporaryDirectory(prefix="cardstock-")
