// The system's GitHub-flavoured CommonMark library and its table, strikethrough, autolink,
// tag filter and task list extensions (Debian: libcmark-gfm-dev, libcmark-gfm-extensions-dev).
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
