#ifndef CARDSTOCK_CCURL_H
#define CARDSTOCK_CCURL_H
#include <curl/curl.h>
#endif
