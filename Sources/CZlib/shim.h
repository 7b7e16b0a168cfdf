// The system's deflate library (Debian: zlib1g-dev): some statements come as ZIP files.
#include <zlib.h>
