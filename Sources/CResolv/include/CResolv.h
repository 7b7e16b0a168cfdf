#pragma once

#include <stdint.h>

/// Whether mail can be delivered to a domain, by its MX, A and AAAA records (RFC 5321 §5.1, RFC
/// 7505): 1 it can, 0 it cannot, -1 unknown, since no answer came within about a second. `server`
/// is the IPv4 address of the resolver, and `port` its port; NULL means the system's own.
/// `res_ninit` and the like are macros, which Swift cannot call.
int cresolv_takes_mail(const char *domain, const char *server, uint16_t port);
