#include "CProcess.h"

#include <signal.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

int cprocess_close_memory(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
#ifdef __linux__
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -1;
#endif
  return 0;
}

static volatile sig_atomic_t interrupted = 0;

static void note(int number) {
  interrupted = 1;
  signal(number, SIG_DFL);
}

void cprocess_note_interrupt(void) { signal(SIGINT, note); }

int cprocess_was_interrupted(void) { return interrupted; }
