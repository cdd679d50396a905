/* A loss of power, as a model: only what a file held at its last fsync survives.

   Preloaded into a process (LD_PRELOAD). After every fsync or fdatasync of a file beneath POWER_FROM its bytes
   are copied to the same name beneath POWER_TO, at once or not at all. A test kills the process and goes on
   with POWER_TO. What was renamed or removed is not followed: a file that should be gone may still be there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void keep(int fd) {
  const char *from = getenv("POWER_FROM"), *to = getenv("POWER_TO");
  char link[64], path[4096], target[8192], part[8256], block[65536];
  struct stat about;
  if (!from || !to || fstat(fd, &about) || !S_ISREG(about.st_mode)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (strncmp(path, from, strlen(from))) return;
  snprintf(target, sizeof target, "%s%s", to, path + strlen(from));
  snprintf(part, sizeof part, "%s.%d.part", target, gettid());
  int source = open(path, O_RDONLY), copy = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (source < 0 || copy < 0) abort();
  ssize_t got;
  while ((got = read(source, block, sizeof block)) > 0)
    if (write(copy, block, got) != got) abort();
  close(source);
  close(copy);
  rename(part, target);
}

int fsync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
  int result = real(fd);
  if (!result) keep(fd);
  return result;
}

int fdatasync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
  int result = real(fd);
  if (!result) keep(fd);
  return result;
}
