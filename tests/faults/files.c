/* Loaded in front of the C library of one process (LD_PRELOAD): counts what the process does to files, and
 * at the one operation that INGRAIN_FAULT names does something else.
 *
 *   kill 17      the process is killed instead of its 17th operation
 *   term 17      it gets a SIGTERM instead
 *   torn 17      half of the 17th write is written, then it is killed
 *   full 17      from the 17th operation on, nothing more can be written: the disk is full
 *   sync 17      the 17th operation is a flush that fails, or the next one that is
 *   clock -3600  gettimeofday, SQLite's clock, is an hour behind
 *
 * Flushes are counted and not done, which makes a campaign ten times faster: what a process has handed to
 * the kernel is not lost when the process is killed.
 *
 * It says "struck" on standard error where the fault is reached. Standard streams are left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/types.h>
#include <unistd.h>

enum operation { WRITE, SYNC, OTHER };
enum answer { GO_ON, HALF, FAIL };

static char fault[8];
static long moment;
static long counted;
static int struck;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("INGRAIN_FAULT");
    if (text) sscanf(text, "%7s %ld", fault, &moment);
    /* A program that it starts is not meant. */
    unsetenv("INGRAIN_FAULT");
    unsetenv("LD_PRELOAD");
}

static void say(void) {
    if (!struck) dprintf(2, "struck\n");
    struck = 1;
}

static void die(int with) {
    say();
    kill(getpid(), with);
    for (;;) pause();
}

static enum answer before(enum operation operation) {
    counted++;
    if (counted < moment) return GO_ON;
    int now = counted == moment;
    if (now && !strcmp(fault, "kill")) die(SIGKILL);
    if (now && !strcmp(fault, "term")) die(SIGTERM);
    if (now && !strcmp(fault, "torn")) {
        if (operation == WRITE) return HALF;
        die(SIGKILL);
    }
    if (!strcmp(fault, "full") && operation == WRITE) {
        say();
        errno = ENOSPC;
        return FAIL;
    }
    if (!strcmp(fault, "sync") && operation == SYNC && !struck) {
        say();
        errno = EIO;
        return FAIL;
    }
    return GO_ON;
}

/* The C library's own function of this name. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRITING(name, parameters, whole, half)             \
    ssize_t name parameters {                              \
        if (fd <= 2) return REAL(name) whole;              \
        switch (before(WRITE)) {                           \
        case FAIL: return -1;                              \
        case HALF: REAL(name) half; die(SIGKILL); break;   \
        case GO_ON: break;                                 \
        }                                                  \
        return REAL(name) whole;                           \
    }

#define DOING(name, parameters, arguments)                 \
    int name parameters {                                  \
        before(OTHER);                                     \
        return REAL(name) arguments;                       \
    }

WRITING(write, (int fd, const void *data, size_t size), (fd, data, size), (fd, data, size / 2))
WRITING(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at), (fd, data, size / 2, at))
WRITING(pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at), (fd, data, size / 2, at))
DOING(ftruncate, (int fd, off_t size), (fd, size))
DOING(ftruncate64, (int fd, off64_t size), (fd, size))
DOING(unlink, (const char *path), (path))
DOING(rename, (const char *from, const char *to), (from, to))

int fsync(int fd) { (void)fd; return before(SYNC) == FAIL ? -1 : 0; }
int fdatasync(int fd) { (void)fd; return before(SYNC) == FAIL ? -1 : 0; }

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int result = REAL(gettimeofday)(now, zone);
    if (!strcmp(fault, "clock")) now->tv_sec += moment;
    return result;
}
