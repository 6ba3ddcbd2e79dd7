// A load generator that carries state: each connection walks through the steps of a plan again and again, takes values
// out of the answers, puts them into later requests, and checks every answer. One thread, epoll, nothing but libc.
//
//   load PLAN        prints one line of JSON; ends with status 1 and the offending answer when an answer is not right
//
// A plan is lines; files hold one value per line:
//   to ADDRESS PORT          where to
//   connections N            kept open all the time
//   seconds S                no new round begins after that; rounds under way are finished
//   rounds N                 nor after so many rounds
//   values NAME FILE         connection i begins with the i-th value (round robin)
//   pool NAME FILE           every round of every connection takes the next value, and puts back what it has at its end
//   save NAME FILE           at the end: the value of each connection, or the whole pool
//   collect NAME FILE        every value taken under this name
//   step STATUS LENGTH       then LENGTH bytes: a request in which $(NAME) is replaced, $(length) by the body's length
//   take NAME json MEMBER    from the answer to the step above: the string of this member
//   take NAME query PARAM    … this parameter of the Location field
//   unique NAME              never seen before in this run, on any connection
//   expect TEXT              the body contains it
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
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { NAMES = 12, VALUE = 4096, STEPS = 8, PIECES = 32, CHECKS = 8, BUFFER = 65536, SEEN = 1 << 23 };

typedef struct { const char *text; size_t length; int name; } Piece; // name -1: text, -2: $(length)
typedef struct { enum { JSON, QUERY, EXPECT, UNIQUE } kind; int name; char *text; } Check;
typedef struct { int status, head, pieces, checks; Piece piece[PIECES]; Check check[CHECKS]; } Step;
typedef struct { char *name; char **lines; size_t count, next; int pooled; char *save; FILE *collect; } Name;
typedef struct {
    int socket, step, writing, rounds;
    double begun;
    size_t sent, length, got, slot[NAMES];
    char out[BUFFER], in[BUFFER + 1], value[NAMES][VALUE];
} Connection;

static Name names[NAMES];
static Step steps[STEPS];
static int nameCount, stepCount, connections = 64, poller, running, reconnects;
static double seconds = 3, deadline;
static struct sockaddr_in target;
static uint64_t *seen, rounds, requests, begun, limit = UINT64_MAX;
static uint32_t histogram[100000]; // rounds by their duration in units of 100 µs

static void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int nameOf(const char *text, size_t length) {
    for (int i = 0; i < nameCount; i++)
        if (strlen(names[i].name) == length && !memcmp(names[i].name, text, length)) return i;
    if (nameCount == NAMES) die("too many names");
    names[nameCount].name = strndup(text, length);
    return nameCount++;
}

static void readValues(Name *name, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) die("cannot read %s", path);
    char line[VALUE];
    size_t room = 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (name->count == room) name->lines = realloc(name->lines, (room = room ? room * 2 : 64) * sizeof(char *));
        name->lines[name->count++] = strdup(line);
    }
    fclose(file);
    if (!name->count) die("%s is empty", path);
}

static void readTemplate(Step *step, char *text, size_t length) {
    char *end = text + length, *at = text, *body = memmem(text, length, "\r\n\r\n", 4);
    if (!body) die("a request without the end of its head");
    body += 4;
    for (step->head = -1; at < end;) {
        char *limit = at < body ? body : end, *mark = memmem(at, limit - at, "$(", 2);
        if (at >= body && step->head < 0) step->head = step->pieces;
        if (step->pieces + 2 > PIECES) die("a request of too many pieces");
        char *stop = mark ? mark : limit;
        if (stop > at) step->piece[step->pieces++] = (Piece){at, stop - at, -1};
        at = stop;
        if (!mark) continue;
        char *close = memchr(mark, ')', limit - mark);
        if (!close) die("$( without )");
        size_t size = close - mark - 2;
        int name = size == 6 && !memcmp(mark + 2, "length", 6) ? -2 : nameOf(mark + 2, size);
        step->piece[step->pieces++] = (Piece){0, 0, name};
        at = close + 1;
    }
    if (step->head < 0) step->head = step->pieces;
}

static void readPlan(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) die("cannot read %s", path);
    char line[VALUE], a[256], b[1024], c[256];
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        Step *step = stepCount ? &steps[stepCount - 1] : 0;
        int status, port;
        size_t length;
        if (sscanf(line, "to %255s %d", a, &port) == 2) {
            target = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
            if (inet_pton(AF_INET, a, &target.sin_addr) != 1) die("not an address: %s", a);
        } else if (sscanf(line, "connections %d", &connections) == 1 || sscanf(line, "seconds %lf", &seconds) == 1
                   || sscanf(line, "rounds %lu", &limit) == 1) {
        } else if (sscanf(line, "values %255s %1023s", a, b) == 2) {
            readValues(&names[nameOf(a, strlen(a))], b);
        } else if (sscanf(line, "pool %255s %1023s", a, b) == 2) {
            int name = nameOf(a, strlen(a));
            readValues(&names[name], b);
            names[name].pooled = 1;
        } else if (sscanf(line, "save %255s %1023s", a, b) == 2) {
            names[nameOf(a, strlen(a))].save = strdup(b);
        } else if (sscanf(line, "collect %255s %1023s", a, b) == 2) {
            if (!(names[nameOf(a, strlen(a))].collect = fopen(b, "w"))) die("cannot write %s", b);
        } else if (sscanf(line, "step %d %zu", &status, &length) == 2) {
            if (stepCount == STEPS) die("too many steps");
            char *text = malloc(length);
            if (fread(text, 1, length, file) != length) die("the plan ends within a request");
            steps[stepCount].status = status;
            readTemplate(&steps[stepCount++], text, length);
        } else if (step && step->checks == CHECKS) {
            die("too many checks");
        } else if (step && sscanf(line, "take %255s %255s %1023s", a, c, b) == 3) {
            step->check[step->checks++] = (Check){*c == 'j' ? JSON : QUERY, nameOf(a, strlen(a)), strdup(b)};
        } else if (step && sscanf(line, "unique %255s", a) == 1) {
            step->check[step->checks++] = (Check){UNIQUE, nameOf(a, strlen(a)), 0};
        } else if (step && !strncmp(line, "expect ", 7)) {
            step->check[step->checks++] = (Check){EXPECT, 0, strdup(line + 7)};
        } else if (*line) {
            die("not understood: %s", line);
        }
    }
    fclose(file);
    if (!stepCount) die("a plan without steps");
}

static void watch(Connection *c, int operation, int writing) {
    struct epoll_event event = {.events = writing ? EPOLLOUT : EPOLLIN, .data.ptr = c};
    if (epoll_ctl(poller, operation, c->socket, &event)) die("epoll_ctl: %s", strerror(errno));
    c->writing = writing;
}

static void openConnection(Connection *c) {
    int one = 1;
    c->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->socket, (struct sockaddr *)&target, sizeof target)) die("connect: %s", strerror(errno));
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->socket, F_SETFL, O_NONBLOCK);
    watch(c, EPOLL_CTL_ADD, 0);
}

static void transmit(Connection *c) {
    while (c->sent < c->length) {
        ssize_t n = send(c->socket, c->out + c->sent, c->length - c->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) {
            if (!c->writing) watch(c, EPOLL_CTL_MOD, 1);
            return;
        }
        if (n < 0) return; // the reading side notices
        c->sent += n;
    }
    if (c->writing) watch(c, EPOLL_CTL_MOD, 0);
}

static void request(Connection *c) {
    Step *step = &steps[c->step];
    size_t body = 0, at = 0;
    for (int i = step->head; i < step->pieces; i++)
        body += step->piece[i].name < 0 ? step->piece[i].length : strlen(c->value[step->piece[i].name]);
    for (int i = 0; i < step->pieces; i++) {
        Piece *piece = &step->piece[i];
        char digits[24];
        const char *text = piece->text;
        size_t length = piece->length;
        if (piece->name == -2) length = snprintf(digits, sizeof digits, "%zu", body), text = digits;
        else if (piece->name >= 0) text = c->value[piece->name], length = strlen(text);
        if (at + length > BUFFER) die("a request is too long");
        memcpy(c->out + at, text, length);
        at += length;
    }
    c->length = at;
    c->sent = c->got = 0;
    transmit(c);
}

static void beginRound(Connection *c) {
    c->begun = now();
    if ((c->rounds && c->begun >= deadline) || begun++ >= limit) { // the first round is always made
        running--;
        close(c->socket);
        return (void)(c->socket = -1);
    }
    for (int i = 0; i < nameCount; i++)
        if (names[i].pooled) strcpy(c->value[i], names[i].lines[c->slot[i] = names[i].next++ % names[i].count]);
    c->step = 0;
    request(c);
}

static void wrong(Connection *c, const char *what) {
    int asked = c->length, got = c->got;
    die("step %d: %s\n--- request\n%.*s\n--- answer\n%.*s", c->step + 1, what, asked, c->out, got, c->in);
}

static int isNew(const char *text) {
    uint64_t hash = 14695981039346656037u;
    for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    hash |= 1;
    for (uint64_t i = hash >> 1 & (SEEN - 1);; i = (i + 1) & (SEEN - 1)) {
        if (seen[i] == hash) return 0;
        if (!seen[i]) return seen[i] = hash, 1;
    }
}

/// A string out of `text`, up to one of `stops`; false when it is not there.
static int cut(Connection *c, int name, const char *text, const char *stops) {
    size_t length = strcspn(text, stops);
    if (!length || length >= VALUE || !text[length] || memchr(text, '\\', length)) return 0;
    memcpy(c->value[name], text, length);
    c->value[name][length] = 0;
    if (names[name].collect) fprintf(names[name].collect, "%s\n", c->value[name]);
    return 1;
}

static int take(Connection *c, Check *check, char *body, const char *location) {
    char mark[300];
    if (check->kind == QUERY) {
        size_t length = snprintf(mark, sizeof mark, "%s=", check->text);
        char *at = location ? strchr(location, '?') : 0;
        for (; at && *at != '\r'; at += 1 + strcspn(at + 1, "&\r"))
            if (!strncmp(at + 1, mark, length)) return cut(c, check->name, at + 1 + length, "&#\r");
        return 0;
    }
    snprintf(mark, sizeof mark, "\"%s\"", check->text);
    char *at = strstr(body, mark);
    if (!at) return 0;
    at += strlen(mark);
    at += strspn(at, " \t\r\n:");
    return *at == '"' && cut(c, check->name, at + 1, "\"");
}

static void finish(Connection *c, char *body, const char *location) {
    Step *step = &steps[c->step];
    for (int i = 0; i < step->checks; i++) {
        Check *check = &step->check[i];
        if (check->kind == EXPECT ? !strstr(body, check->text)
            : check->kind == UNIQUE ? !isNew(c->value[check->name])
            : !take(c, check, body, location)) {
            char what[400];
            int twice = check->kind == UNIQUE;
            snprintf(what, sizeof what, twice ? "%s was given out before" : "no %s in the answer",
                     twice ? names[check->name].name : check->text);
            wrong(c, what);
        }
    }
    requests++;
    if (++c->step < stepCount) return request(c);
    rounds++;
    c->rounds++;
    for (int i = 0; i < nameCount; i++) {
        char **line = names[i].pooled ? &names[i].lines[c->slot[i]] : 0;
        if (line && strcmp(*line, c->value[i])) free(*line), *line = strdup(c->value[i]);
    }
    uint64_t slot = (now() - c->begun) * 1e4;
    histogram[slot < 99999 ? slot : 99999]++;
    beginRound(c);
}

/// The answer's end within what was received, or 0; chunked bodies are put together in their place.
static int whole(Connection *c, char *head, int ended, long length, int chunked) {
    char *end = c->in + c->got;
    if (!chunked) return length >= 0 ? end - head >= length : ended;
    char *from = head;
    for (int pass = 0; pass < 2; pass++) {
        char *to = head;
        for (from = head;;) {
            char *line = memmem(from, end - from, "\r\n", 2);
            if (!line) return 0;
            long size = strtol(from, 0, 16);
            if (end - line < size + 4) return 0;
            if (pass && size) memmove(to, line + 2, size);
            to += size;
            from = line + 4 + size;
            if (!size) break;
        }
        if (pass) *to = 0;
    }
    return 1;
}

static void receive(Connection *c) {
    ssize_t n = recv(c->socket, c->in + c->got, BUFFER - c->got, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0 && !c->got) { // closed between two answers: ask again on a new connection
        if (++reconnects > 100000) wrong(c, "closes every connection");
        close(c->socket);
        openConnection(c);
        return request(c);
    }
    if (n > 0) c->got += n;
    c->in[c->got] = 0;
    char *head = memmem(c->in, c->got, "\r\n\r\n", 4), *location = 0;
    if (!head && n > 0 && c->got < BUFFER) return;
    if (!head) wrong(c, "the head of the answer is cut");
    head += 4;
    int status = atoi(c->in + 9), chunked = 0, closing = !strncmp(c->in, "HTTP/1.0", 8);
    long length = status == 204 || status == 304 ? 0 : -1;
    for (char *line = strchr(c->in, '\n') + 1; line < head - 2; line = strchr(line, '\n') + 1) {
        if (!strncasecmp(line, "content-length:", 15)) length = atol(line + 15);
        else if (!strncasecmp(line, "transfer-encoding: chunked", 26)) chunked = 1;
        else if (!strncasecmp(line, "connection: close", 17)) closing = 1;
        else if (!strncasecmp(line, "location:", 9)) location = line + 9;
    }
    if (status != steps[c->step].status) {
        if (n > 0 && !whole(c, head, 0, length, chunked)) return;
        wrong(c, "not the status that was expected");
    }
    if (!whole(c, head, n <= 0, length, chunked)) {
        if (n > 0 && c->got < BUFFER) return;
        wrong(c, "the answer is cut");
    }
    if (closing || n <= 0) {
        reconnects++;
        close(c->socket);
        openConnection(c);
    }
    finish(c, head, location);
}

static double percentile(double share) {
    uint64_t sum = 0;
    for (int i = 0; i < 100000; i++)
        if ((sum += histogram[i]) >= rounds * share) return (i + 0.5) / 10;
    return 10000;
}

int main(int count, char **arguments) {
    if (count != 2) die("usage: load PLAN");
    readPlan(arguments[1]);
    seen = calloc(SEEN, sizeof *seen);
    poller = epoll_create1(0);
    Connection *all = calloc(connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        for (int k = 0; k < nameCount; k++)
            if (names[k].count && !names[k].pooled) strcpy(all[i].value[k], names[k].lines[i % names[k].count]);
        openConnection(&all[i]);
    }
    double start = now(), last = start;
    uint64_t answered = 0;
    deadline = start + seconds;
    running = connections;
    for (int i = 0; i < connections; i++) beginRound(&all[i]);
    while (running) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, 1000);
        for (int i = 0; i < ready; i++) {
            Connection *c = events[i].data.ptr;
            if (c->socket < 0) continue;
            if (c->writing && !(events[i].events & (EPOLLERR | EPOLLHUP))) transmit(c);
            else receive(c);
        }
        if (requests != answered) answered = requests, last = now();
        else if (now() - last > 60) die("no answer for a minute; %d connections wait", running);
    }
    double elapsed = now() - start;
    for (int i = 0; i < nameCount; i++) {
        if (names[i].collect && fclose(names[i].collect)) die("collected values could not be written");
        FILE *file = names[i].save ? fopen(names[i].save, "w") : 0;
        size_t values = names[i].pooled ? names[i].count : (size_t)connections;
        for (size_t k = 0; file && k < values; k++)
            fprintf(file, "%s\n", names[i].pooled ? names[i].lines[k] : all[k].value[i]);
        if (file && fclose(file)) die("cannot write %s", names[i].save);
    }
    printf("{\"rounds\":%lu,\"requests\":%lu,\"seconds\":%.4f,\"reconnects\":%d,\"cpu\":%.3f,"
           "\"p50\":%.2f,\"p99\":%.2f}\n", rounds, requests, elapsed, reconnects,
           (double)clock() / CLOCKS_PER_SEC, percentile(0.5), percentile(0.99));
}
