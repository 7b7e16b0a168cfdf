#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
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

extern char **environ;

static int place(posix_spawn_file_actions_t *actions, int descriptor, int number) {
  if (descriptor >= 0) return posix_spawn_file_actions_adddup2(actions, descriptor, number);
  return posix_spawn_file_actions_addopen(actions, number, "/dev/null", O_RDWR, 0);
}

int cprocess_start(char *const arguments[], int input, int output, int errors, pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
  sigemptyset(&none);
  sigfillset(&all);
  sigdelset(&all, SIGKILL);
  sigdelset(&all, SIGSTOP);
  int fault = posix_spawn_file_actions_init(&actions);
  if (fault) return fault;
  fault = posix_spawnattr_init(&attributes);
  if (fault) {
    posix_spawn_file_actions_destroy(&actions);
    return fault;
  }
  if (!fault) fault = place(&actions, input, 0);
  if (!fault) fault = place(&actions, output, 1);
  if (!fault) fault = place(&actions, errors, 2);
#ifdef __linux__
  if (!fault) fault = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#else
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  if (!fault) fault = posix_spawnattr_setsigmask(&attributes, &none);
  if (!fault) fault = posix_spawnattr_setsigdefault(&attributes, &all);
  if (!fault) fault = posix_spawnattr_setflags(&attributes, flags);
  if (!fault) {
    fault = posix_spawn(process, arguments[0], &actions, &attributes, arguments, environ);
  }
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return fault;
}

int cprocess_await_end(pid_t process) {
  siginfo_t information;
  while (waitid(P_PID, (id_t)process, &information, WEXITED | WNOWAIT) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

int cprocess_status(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
