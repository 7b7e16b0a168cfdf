"""Old addresses on a host without redirects."""

import contextlib
import functools
import http.server
import pathlib
import threading

from .steps import Steps, expect_equal
from .visit import Visit

OLD = "/cards/cairnlight-50/"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_) -> None:
        pass


@contextlib.contextmanager
def plain_host(folder: pathlib.Path):
    """Serves files and nothing else; yields its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def check_aliases(visit: Visit, steps: Steps) -> None:
    with steps.step("an old address leads to the product, on any host"):
        with visit.page(locale="zh-CN", java_script_enabled=False) as page:
            page.goto(visit.stand.site + OLD)
            page.wait_for_url(f"**{visit.path('zh-CN')}")
        with plain_host(visit.stand.public) as host:
            visit.origins.add(host)
            with visit.page(locale="zh-CN", java_script_enabled=False) as page:
                page.goto(host + OLD)
                page.wait_for_url(f"**{visit.path('zh-CN')}")
                expect_equal(page.locator("h1").count(), 1, f"headings on {page.url}")
            visit.origins.discard(host)
