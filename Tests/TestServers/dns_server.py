"""A name server on loopback for the tests.

Usage: dns_server.py FOLDER. Prints {"udp": PORT}. Answers for the zone below, says NXDOMAIN for
other names, SERVFAIL below `broken.example`, and nothing at all below `silent.example`. Ends with
its standard input.
"""

import json
import sys

from dnslib import A, AAAA, MX, QTYPE, RCODE, RR, CNAME
from dnslib.server import BaseResolver, DNSServer

ZONE = {
    "mx.example": [MX("mail.mx.example")],
    "only-a.example": [A("192.0.2.1")],
    "only-aaaa.example": [AAAA("2001:db8::1")],
    "null-mx.example": [MX(".", 0), A("192.0.2.1")],
    "null-and-mx.example": [MX(".", 0), MX("mail.mx.example")],
    "empty.example": [],
    "alias.example": [CNAME("only-a.example")],
    "dangling.example": [CNAME("nowhere.example")],
    "many.example": [MX(f"mail-{number}.a-rather-long-name.example") for number in range(60)],
}


class Zone(BaseResolver):
    def resolve(self, request, handler):
        name = str(request.q.qname).rstrip(".").lower()
        if name.endswith("silent.example"):
            raise ValueError("no answer")
        reply = request.reply()
        if name.endswith("broken.example"):
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        kind = QTYPE[request.q.qtype]
        for _ in range(4):
            records = ZONE.get(name)
            if records is None:
                reply.header.rcode = RCODE.NXDOMAIN
                return reply
            for record in records:
                own = type(record).__name__
                if own in (kind, "CNAME"):
                    reply.add_answer(RR(name, getattr(QTYPE, own), rdata=record, ttl=60))
            aliases = [record for record in records if isinstance(record, CNAME)]
            if not aliases:
                return reply
            name = str(aliases[0].label).rstrip(".")
        return reply


class Quiet:
    """Logs nothing; dnslib calls whatever a logger may have."""

    def __getattr__(self, name):
        return lambda *arguments: None


server = DNSServer(Zone(), address="127.0.0.1", port=0, logger=Quiet())
server.start_thread()
print(json.dumps({"udp": server.server.server_address[1]}), flush=True)
sys.stdin.read()
