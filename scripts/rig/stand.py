"""A whole shop on loopback: the site, the worker, the mock payment providers."""

import json
import pathlib
import shutil
import tempfile

from .codes import write_codes
from .forms import fetch
from .programs import ROOT, Program, build_shop, free_ports, program, run
from .steps import Failed

# The most rows of a list.
MOST_ORDERS = 1_000

SETTINGS = """\
public_url: http://127.0.0.1:{worker}
listen: 127.0.0.1:{worker}
state: state
key_file: vault.key
catalog: {catalog}
# Buyers in checks have domains without mail.
check_mail_domains: false
stripe:
  live: false
  secret_key_file: {keys}/stripe.key
  webhook_secrets_file: {keys}/stripe-webhooks.key
  api_url: {mockpay}
wechatpay:
  mchid: "{wechatpay.mchid}"
  appid: {wechatpay.appid}
  merchant_serial: "{wechatpay.merchant_serial}"
  merchant_key_file: {keys}/wechatpay-merchant.pem
  apiv3_key_file: {keys}/wechatpay-apiv3.key
  official_account_secret_file: {keys}/wechatpay-official-account.key
  public_key_id: {wechatpay.public_key_id}
  public_key_files: {keys}/wechatpay-public.pem
  platform_certificate_files: {keys}/wechatpay-platform.pem
  api_url: {mockpay}
alipay:
  app_id: "{alipay.app_id}"
  seller_id: "{alipay.seller_id}"
  app_key_file: {keys}/alipay-app.pem
  alipay_public_key_files: {keys}/alipay-public.pem
  gateway_url: {mockpay}/gateway.do
unionpay:
  live: true
  mer_id: "{unionpay.mer_id}"
  merchant_key_file: {keys}/unionpay-merchant.pem
  merchant_certificate_files: {keys}/unionpay-merchant-certificate.pem
  root_certificate_files: {keys}/unionpay-root.pem
  middle_certificate_files: {keys}/unionpay-middle.pem
  gateway_url: {mockpay}
  files_url: {mockpay}
paypal:
  live: true
  client_id: {paypal.client_id}
  client_secret_file: {keys}/paypal-client.key
  webhook_ids: [{paypal.webhook_id}]
  merchant_id: {paypal.merchant_id}
  authorities_files: {keys}/paypal-root.pem
  api_url: {mockpay}
mail:
  from: shop@cards.example.com
  operator: operator@cards.example.com
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
        self.keys = folder / "keys"
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
        return build_shop(
            self.shop, self.public, "--base-url", self.site, "--worker-url", self.worker)

    def products(self) -> list[dict]:
        """What the generated catalog sells."""
        return json.loads((self.public / "catalog.json").read_text())["products"]

    def start_site(self) -> None:
        self._start(
            "cardstock", "serve", "--shop", str(self.shop), "--output", str(self.public),
            "--port", str(self.site_port)).wait_for(self.site + "/")

    def make_keys(self) -> None:
        """Makes the keys of the shop and of the mock providers."""
        if not self.keys.exists():
            run(program("cardstock-mockpay"), "keys", str(self.keys))

    def key(self, name: str) -> str:
        """One of the keys, or certificates, as text."""
        return (self.keys / name).read_text().strip()

    @property
    def api_key(self) -> str:
        """Stripe's secret API key."""
        return self.key("stripe.key")

    @property
    def webhook_secret(self) -> str:
        """The secret that signs Stripe's events."""
        return self.key("stripe-webhooks.key")

    def merchant(self) -> dict[str, str]:
        """The numbers by which the providers know the shop: `alipay.app_id` and so on."""
        lines = self.key("merchant.txt").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def start_mockpay(self, *more: str) -> None:
        self.make_keys()
        self._start(
            "cardstock-mockpay", "run", "--listen", f"127.0.0.1:{self.mockpay_port}",
            "--keys", str(self.keys), "--worker", self.worker, *more).wait_for(self.mockpay + "/")

    def init_worker(self) -> None:
        """Makes the vault's key, then settings with every provider for this machine."""
        self.make_keys()
        run(program("cardstock-worker"), "init", str(self.worker_folder))
        settings = SETTINGS
        for name, value in self.merchant().items():
            settings = settings.replace("{" + name + "}", value)
        self.settings.write_text(settings.format(
            worker=self.worker_port, mockpay=self.mockpay, keys=self.keys,
            catalog=self.public / "catalog.json"))

    def start_worker(self, wait: bool = True, through: tuple[str, ...] = ()) -> None:
        self.worker_program = self._start(
            "cardstock-worker", "run", "--config", str(self.settings), through=through)
        if wait:
            self.worker_program.wait_for(self.worker + "/readyz")

    def stop_worker(self) -> None:
        """Stops the worker gracefully; fails if its exit code is not 0."""
        if self.worker_program:
            code = self.worker_program.stop()
            if code != 0:
                raise Failed(f"the worker ended with {code}: {self.worker_program.last_words()}")

    def start_worker_later(self, minutes: int) -> None:
        """Starts the worker with its clock ahead by that time."""
        if not shutil.which("faketime"):
            raise Failed("faketime is missing: run `apt-get install faketime`")
        # Without its anchor the worker believes the wall clock, as after a reboot.
        (self.worker_folder / "state" / "clock").unlink(missing_ok=True)
        later = ("faketime", "-m", "--exclude-monotonic", "-f", f"+{minutes}m")
        self.start_worker(through=later)

    def command(self, *words: str, allowed: tuple[int, ...] = (0,)) -> str:
        """Runs a command of the worker; returns what it printed."""
        command = (program("cardstock-worker"), *words, "--config", str(self.settings))
        return run(*command, allowed=allowed).stdout

    def import_codes(self, name: str, sku: str, codes: list[str]) -> None:
        """Imports codes from a file of that name."""
        file = write_codes(self.folder / "codes" / f"{name}.csv", codes)
        self.command("codes", "import", str(file), "--sku", sku, "--supplier", "Sample")

    def stock(self, sku: str) -> dict:
        """The counts of one SKU's codes by state."""
        rows = json.loads(self.command("codes", "stock", "--format", "json"))["stock"]
        return next(row for row in rows if row["sku"] == sku)

    def deliveries(self) -> list[dict]:
        """All deliveries."""
        words = ("deliveries", "list", "--limit", str(MOST_ORDERS), "--format", "json")
        return json.loads(self.command(*words))["deliveries"]

    def orders(self) -> list[dict]:
        """All orders, the first paid first."""
        words = ("orders", "list", "--limit", str(MOST_ORDERS), "--format", "json")
        rows = json.loads(self.command(*words))["orders"]
        for row in rows:
            # Lists show an address as its first letter and its domain.
            row["domain"] = row["email"].rpartition("@")[2]
        return rows[::-1]

    def _start(self, name: str, *arguments: str, through: tuple[str, ...] = ()) -> Program:
        log = self.folder / f"{name}.log"
        started = Program(name, *arguments, log=log, through=through)
        self.running.append(started)
        return started


def temporary_folder() -> tempfile.TemporaryDirectory:
    """A temporary folder, whose short path leaves room for the control socket."""
    return tempfile.TemporaryDirectory(prefix="cardstock-")
