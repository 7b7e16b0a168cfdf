#include "CResolv.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>
#include <time.h>

enum { UNKNOWN = -1, NO = 0, YES = 1 };

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

/// Whether an MX record names only the root, which means that the domain takes no mail (RFC 7505).
static int is_null(ns_msg message, ns_rr record) {
  char host[NS_MAXDNAME];
  if (ns_rr_rdlen(record) < 3) return 1;
  if (ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), ns_rr_rdata(record) + 2, host,
                         sizeof host) < 0) {
    return 1;
  }
  return host[0] == '\0' || strcmp(host, ".") == 0;
}

/// YES where the domain has such a record, NO where it has none; `exists` is cleared where the
/// whole domain does not exist, and `refuses` set where its MX takes no mail.
static int has(res_state state, const char *domain, int type, int *exists, int *refuses) {
  unsigned char answer[4096];
  ns_msg message;
  ns_rr record;
  int length = res_nquery(state, domain, ns_c_in, type, answer, sizeof answer);
  if (length < 0) {
    if (state->res_h_errno == HOST_NOT_FOUND) *exists = 0;
    return state->res_h_errno == HOST_NOT_FOUND || state->res_h_errno == NO_DATA ? NO : UNKNOWN;
  }
  if (length > (int)sizeof answer) length = sizeof answer;
  if (ns_initparse(answer, length, &message) < 0) return UNKNOWN;
  int found = NO;
  for (int number = 0; number < ns_msg_count(message, ns_s_an); number++) {
    // A record that cannot be read was cut off, and so is everything after it.
    if (ns_parserr(&message, ns_s_an, number, &record) < 0) break;
    if ((int)ns_rr_type(record) != type) continue;
    if (type == ns_t_mx && is_null(message, record)) {
      *refuses = 1;
    } else {
      found = YES;
    }
  }
  return found;
}

int cresolv_takes_mail(const char *domain, const char *server, uint16_t port) {
  static const int types[] = {ns_t_mx, ns_t_a, ns_t_aaaa};
  struct __res_state state;
  memset(&state, 0, sizeof state);
  if (res_ninit(&state) != 0) return UNKNOWN;
  // One question over UDP, with one second to answer, for the name as it is.
  state.retrans = 1;
  state.retry = 1;
  state.options |= RES_IGNTC;
  state.options &= ~(RES_DNSRCH | RES_DEFNAMES);
  if (state.nscount > 1) state.nscount = 1;
  if (server) {
    state.nscount = 1;
    state.nsaddr_list[0].sin_family = AF_INET;
    state.nsaddr_list[0].sin_port = htons(port);
    if (inet_pton(AF_INET, server, &state.nsaddr_list[0].sin_addr) != 1) {
      res_nclose(&state);
      return UNKNOWN;
    }
  }
  long begun = milliseconds();
  int exists = 1, refuses = 0, answer = NO;
  for (int number = 0; number < 3 && answer == NO && exists && !refuses; number++) {
    answer = milliseconds() - begun > 1000
      ? UNKNOWN
      : has(&state, domain, types[number], &exists, &refuses);
  }
  res_nclose(&state);
  return answer;
}
