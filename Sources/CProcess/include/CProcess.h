#pragma once

#include <sys/types.h>

/// Keeps other processes of the same user, and core dumps, from this process's memory: 0, or -1
/// with errno set. `prctl` takes a variable number of arguments, which Swift cannot pass.
int cprocess_close_memory(void);

/// Notes the next Ctrl-C; the one after it ends the process as usual.
void cprocess_note_interrupt(void);

/// Whether Ctrl-C was pressed after that: 0 or 1.
int cprocess_was_interrupted(void);

/// Starts the program at the absolute path `arguments[0]`, whose list ends with NULL: 0, or an
/// error of errno. A descriptor below 0 is /dev/null; the program gets these three and no other,
/// and no blocked or ignored signal. Foundation's `Process` is not used, since it reads past a
/// directory entry where many descriptors are open, and crashes.
int cprocess_start(char *const arguments[], int input, int output, int errors, pid_t *process);

/// Returns when the program has ended, and keeps its status for `cprocess_status`: 0, or errno's
/// error.
int cprocess_await_end(pid_t process);

/// Waits for the end and releases the process: its status, 128 plus the signal that ended it, or
/// -1.
int cprocess_status(pid_t process);
