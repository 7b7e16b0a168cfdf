/* Lets a disk fail under a program, without a right to any device: what changes files below
   FAILING_FOLDER ends with the error that the file FAILING_ORDERS names, once it is there.

   Its first word is `write`, `sync` or `all`; the second the number of an error. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int fails(int file, const char *what) {
  const char *folder = getenv("FAILING_FOLDER"), *orders = getenv("FAILING_ORDERS");
  char link[64], path[4096], words[64] = "", kind[32];
  int number = 0, saved = errno;
  if (!folder || !orders || access(orders, F_OK) != 0) { errno = saved; return 0; }
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) { errno = saved; return 0; }
  path[length] = 0;
  if (strncmp(path, folder, strlen(folder)) != 0) { errno = saved; return 0; }
  FILE *said = fopen(orders, "r");
  if (said) {
    if (!fgets(words, sizeof words, said)) words[0] = 0;
    fclose(said);
  }
  errno = saved;
  if (sscanf(words, "%31s %d", kind, &number) != 2) return 0;
  if (strcmp(kind, "all") != 0 && strcmp(kind, what) != 0) return 0;
  errno = number;
  return 1;
}

#define NEXT(name) \
  static __typeof__(&name) next; \
  if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int f, const void *b, size_t n) {
  NEXT(write); return fails(f, "write") ? -1 : next(f, b, n);
}
ssize_t pwrite(int f, const void *b, size_t n, off_t o) {
  NEXT(pwrite); return fails(f, "write") ? -1 : next(f, b, n, o);
}
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) {
  NEXT(pwrite64); return fails(f, "write") ? -1 : next(f, b, n, o);
}
ssize_t writev(int f, const struct iovec *v, int n) {
  NEXT(writev); return fails(f, "write") ? -1 : next(f, v, n);
}
int ftruncate(int f, off_t n) { NEXT(ftruncate); return fails(f, "write") ? -1 : next(f, n); }
int ftruncate64(int f, off64_t n) { NEXT(ftruncate64); return fails(f, "write") ? -1 : next(f, n); }
int posix_fallocate(int f, off_t o, off_t n) {
  NEXT(posix_fallocate); return fails(f, "write") ? errno : next(f, o, n);
}
int fsync(int f) { NEXT(fsync); return fails(f, "sync") ? -1 : next(f); }
int fdatasync(int f) { NEXT(fdatasync); return fails(f, "sync") ? -1 : next(f); }
