#pragma once

/// Keeps other processes of the same user, and core dumps, from this process's memory: 0, or -1
/// with errno set. `prctl` takes a variable number of arguments, which Swift cannot pass.
int cprocess_close_memory(void);
