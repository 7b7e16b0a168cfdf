#pragma once

/// Keeps other processes of the same user, and core dumps, from this process's memory: 0, or -1
/// with errno set. `prctl` takes a variable number of arguments, which Swift cannot pass.
int cprocess_close_memory(void);

/// Has the next Ctrl-C noted, and the one after it end the process as usual.
void cprocess_note_interrupt(void);

/// Whether Ctrl-C was pressed since: 0 or 1.
int cprocess_was_interrupted(void);
