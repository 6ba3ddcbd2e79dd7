// Keeps connections to one path of a server and measures: at a constant rate, each answer's time from when its request
// was due (an open loop: a slow answer does not slow the requests that follow), or as fast as answers come.
//
//   latency PORT CONNECTIONS RATE PATH [FIELD …]      RATE 0: as fast as answers come
//
// Every connection is opened and answered once; then it says "ready" and reads lines: "SECONDS" measures for so long and
// prints a line of JSON with times in µs; the end of the input ends it. Connections stay open until then.
// An answer that is not 200, or without Content-Length, ends it with status 1. One thread, epoll, nothing but libc.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 32768 };

typedef struct { int socket; int64_t due; size_t got; char *in; } Connection;

static Connection *all;
static int count, poller, alarmClock, *idle, idleCount;
static char request[4096];
static size_t requestLength;
static int64_t *samples, begin, end, step, lastAnswer, worstLateness;
static size_t answered, room, issued;

static void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void transmit(Connection *c, int64_t due) {
    c->due = due;
    c->got = 0;
    // A request is far smaller than an empty socket's buffer.
    if (send(c->socket, request, requestLength, MSG_NOSIGNAL) != (ssize_t)requestLength)
        die("send: %s", strerror(errno));
}

/// Whether the answer is whole.
static int receive(Connection *c) {
    ssize_t n = recv(c->socket, c->in + c->got, ROOM - 1 - c->got, 0);
    if (n < 0 && errno == EAGAIN) return 0;
    if (n <= 0) die("a connection was closed: %s", n ? strerror(errno) : "by the server");
    c->got += n;
    c->in[c->got] = 0;
    char *body = memmem(c->in, c->got, "\r\n\r\n", 4);
    if (!body) return c->got < ROOM - 1 ? 0 : (die("an endless head"), 0);
    body += 4;
    if (strncmp(c->in, "HTTP/1.1 200 ", 13)) die("not 200: %.300s", c->in);
    char *length = strcasestr(c->in, "\r\ncontent-length:");
    if (!length || length > body) die("no Content-Length: %.300s", c->in);
    size_t whole = body - c->in + strtoul(length + 17, 0, 10);
    if (whole >= ROOM) die("the answer is too long");
    if (c->got > whole) die("more than was asked for");
    return c->got == whole;
}

static void openAll(int port) {
    struct sockaddr_in target = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(0x7f000001)};
    int one = 1;
    for (int i = 0; i < count; i++) {
        Connection *c = &all[i];
        c->in = malloc(ROOM);
        c->socket = socket(AF_INET, SOCK_STREAM, 0);
        if (c->socket < 0) die("connection %d: %s", i + 1, strerror(errno));
        if (connect(c->socket, (struct sockaddr *)&target, sizeof target)) die("connect: %s", strerror(errno));
        setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct timeval patience = {.tv_sec = 20};
        setsockopt(c->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        transmit(c, 0);
        while (!receive(c)) if (errno == EAGAIN && !c->got) die("connection %d gets no answer", i + 1);
        fcntl(c->socket, F_SETFL, O_NONBLOCK);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, c->socket, &event)) die("epoll_ctl: %s", strerror(errno));
    }
}

static void keep(int64_t sample) {
    if (answered == room) samples = realloc(samples, (room = room ? room * 2 : 65536) * sizeof *samples);
    if (!samples) die("no memory");
    samples[answered++] = sample;
}

static int64_t dueAt(size_t number) { return begin + (int64_t)number * step; }

/// Sends what is due as far as there are idle connections, and sets the alarm for what is due next.
static void sendDue(void) {
    int64_t time = now();
    while (dueAt(issued) <= time && dueAt(issued) < end && idleCount) {
        int64_t late = time - dueAt(issued);
        if (late > worstLateness) worstLateness = late;
        transmit(&all[idle[--idleCount]], dueAt(issued));
        issued++;
    }
    if (dueAt(issued) >= end || dueAt(issued) <= time) return; // over, or waiting for an idle connection
    struct itimerspec when = {.it_value = {dueAt(issued) / 1000000000, dueAt(issued) % 1000000000}};
    timerfd_settime(alarmClock, TFD_TIMER_ABSTIME, &when, 0);
}

static void finished(Connection *c) {
    int64_t time = now();
    keep(time - c->due);
    lastAnswer = time;
    if (!step && time < end) {
        issued++;
        return transmit(c, time);
    }
    idle[idleCount++] = c - all;
    if (step) sendDue();
}

static void start(int64_t seconds, int rate) {
    answered = issued = worstLateness = 0;
    for (idleCount = 0; idleCount < count; idleCount++) idle[idleCount] = idleCount;
    step = rate ? 1000000000LL / rate : 0;
    begin = lastAnswer = now();
    end = begin + seconds;
    if (step) return sendDue();
    for (; idleCount; issued++) transmit(&all[idle[--idleCount]], now());
}

static void measure(double seconds, int rate) {
    start(seconds * 1e9, rate);
    while (now() < end || answered < issued) {
        struct epoll_event events[512];
        int ready = epoll_wait(poller, events, 512, 100);
        for (int i = 0; i < ready; i++) {
            uint64_t times;
            Connection *c = events[i].data.ptr;
            if (!c) {
                if (read(alarmClock, &times, sizeof times) > 0) sendDue();
            } else if (receive(c)) {
                finished(c);
            }
        }
        if (answered < issued && now() - lastAnswer > 20000000000LL) die("no answer for 20 seconds");
    }
}

static int byValue(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double at(double share) { return answered ? samples[(size_t)((answered - 1) * share)] / 1e3 : 0; }

int main(int arguments, char **argument) {
    if (arguments < 5) die("usage: latency PORT CONNECTIONS RATE PATH [FIELD …]");
    count = atoi(argument[2]);
    int rate = atoi(argument[3]);
    if (count < 1 || rate < 0) die("at least one connection, and no negative rate");
    char *to = request, *limit = request + sizeof request;
    to += snprintf(to, limit - to, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n", argument[4], argument[1]);
    for (int i = 5; i < arguments && to < limit; i++) to += snprintf(to, limit - to, "%s\r\n", argument[i]);
    if (to + 3 > limit) die("the request is too long");
    requestLength = stpcpy(to, "\r\n") - request;
    all = calloc(count, sizeof *all);
    idle = calloc(count, sizeof *idle);
    poller = epoll_create1(0);
    alarmClock = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = 0};
    epoll_ctl(poller, EPOLL_CTL_ADD, alarmClock, &event);
    openAll(atoi(argument[1]));
    puts("ready");
    fflush(stdout);
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        clock_t used = clock();
        measure(atof(line), rate);
        double elapsed = (now() - begin) / 1e9, cpu = (double)(clock() - used) / CLOCKS_PER_SEC;
        qsort(samples, answered, sizeof *samples, byValue);
        printf("{\"requests\":%zu,\"seconds\":%.4f,\"cpu\":%.4f,\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f,"
               "\"sent_late\":%.1f}\n", answered, elapsed, cpu, at(0.5), at(0.99), at(1), worstLateness / 1e3);
        fflush(stdout);
    }
}
