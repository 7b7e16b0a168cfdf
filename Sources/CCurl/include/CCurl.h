#ifndef CARDSTOCK_CCURL_H
#define CARDSTOCK_CCURL_H

#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call and which lets a
   wrong argument type pass. One function per argument type that we use. Strings and lists: curl
   copies strings, the caller keeps lists alive until the transfer is over. */

CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_buffer(CURL *handle, CURLoption option, char *value);

CURLcode ccurl_set_read(CURL *handle, curl_read_callback callback, void *context);
CURLcode ccurl_set_write(CURL *handle, curl_write_callback callback, void *context);
CURLcode ccurl_set_header(CURL *handle, curl_write_callback callback, void *context);
CURLcode ccurl_set_seek(CURL *handle, curl_seek_callback callback, void *context);
CURLcode ccurl_set_debug(CURL *handle, curl_debug_callback callback, void *context);
CURLcode ccurl_set_progress(CURL *handle, curl_xferinfo_callback callback, void *context);

/* 0 when curl does not know. */
long ccurl_get_long(CURL *handle, CURLINFO info);
curl_off_t ccurl_get_size(CURL *handle, CURLINFO info);

/* curl's global state, for the one call at start; also lets writes fail in place of SIGPIPE. */
CURLcode ccurl_start(void);

#endif
