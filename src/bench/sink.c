/*
 * A server shaped like S3 that costs next to nothing, so that what is measured is its client: bodies that come in are
 * dropped by the kernel, bodies that go out are zeros. It knows no signatures, and of what was stored it remembers only
 * how much there was and the metadata, and that for a while.
 *
 *   sink [-d milliseconds] [-r bytes-per-second] [-e bytes=md5]...
 *
 * listens on a free port of the loopback interface and prints it. Each answer is delayed by -d, each body paced by -r.
 * Since nobody looks at the bytes, ETags are no digests, but for bodies of a length whose digest -e tells.
 *
 *   GET, HEAD /bucket/zeros-<n>   an object of n bytes, also in ranges; with ?chunked without saying how long it is
 *   GET /-/counters               what has been asked so far, one "name value" a line
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CHUNK (256 * 1024)
#define XML "<?xml version=\"1.0\"?>"
/* Quotes and no hex: nobody can take it for a digest and find it wrong. */
#define ETAG "ETag: \"discarded\"\r\n"

enum { HEADS, GETS, PUTS, PARTS, CREATES, COMPLETES, ABORTS, DELETES, BYTES_IN, BYTES_OUT, COUNTERS };
static const char *const names[COUNTERS] = {"heads",     "gets",   "puts",    "parts",    "creates",
                                            "completes", "aborts", "deletes", "bytes-in", "bytes-out"};
static atomic_llong counters[COUNTERS];
static const char zeros[CHUNK];

/* The latest objects and uploads; a new one takes the place of the oldest. */
static struct object {
    char key[512], metadata[2048];
    long long size;
    bool complete;
} objects[256];
static const int most_objects = sizeof objects / sizeof *objects;
static unsigned latest;
static pthread_mutex_t memory = PTHREAD_MUTEX_INITIALIZER;

static long long delay_millis, bytes_per_second;
static struct {
    long long size;
    char md5[33];
} digests[8];
static int known_digests;

struct connection {
    int socket;
    size_t start, end; /* of what has been received and not yet been used */
    char buffer[64 * 1024];
    struct timespec due; /* when the bytes of this body so far may have passed */
};

struct request {
    char method[16], target[4096], metadata[2048];
    long long length, first, last;
    bool chunked, expects, closes, only_new;
};

static void wait_for(long long nanos, struct timespec *from) {
    nanos += from->tv_nsec;
    from->tv_sec += nanos / 1000000000;
    from->tv_nsec = nanos % 1000000000;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, from, NULL);
}

/* Counts bytes of a body, and holds them up to the pace. */
static void passed(struct connection *c, int counter, long long bytes) {
    counters[counter] += bytes;
    if (bytes_per_second > 0) {
        wait_for(bytes * 1000000000 / bytes_per_second, &c->due);
    }
}

static bool send_all(struct connection *c, const char *data, size_t size, int flags) {
    while (size > 0) {
        ssize_t sent = send(c->socket, data, size, MSG_NOSIGNAL | flags);
        if (sent <= 0) {
            return false;
        }
        data += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool send_text(struct connection *c, const char *text) { return send_all(c, text, strlen(text), 0); }

/* The next line without its end, valid until the next call; NULL if there is none. */
static char *read_line(struct connection *c) {
    for (;;) {
        char *line = c->buffer + c->start;
        char *end = memmem(line, c->end - c->start, "\r\n", 2);
        if (end != NULL) {
            *end = 0;
            c->start = (size_t)(end + 2 - c->buffer);
            return line;
        }
        memmove(c->buffer, line, c->end - c->start);
        c->end -= c->start;
        c->start = 0;
        ssize_t received = recv(c->socket, c->buffer + c->end, sizeof c->buffer - c->end, 0);
        if (received <= 0) {
            return NULL;
        }
        c->end += (size_t)received;
    }
}

static bool discard(struct connection *c, long long size) {
    long long have = (long long)(c->end - c->start);
    long long used = size < have ? size : have;
    c->start += (size_t)used;
    passed(c, BYTES_IN, used);
    for (size -= used; size > 0;) {
        /* For TCP, MSG_TRUNC is to take bytes without copying them anywhere. */
        ssize_t taken = recv(c->socket, NULL, (size_t)(size < 64 * CHUNK ? size : 64 * CHUNK), MSG_TRUNC);
        if (taken <= 0) {
            return false;
        }
        passed(c, BYTES_IN, taken);
        size -= taken;
    }
    return true;
}

static bool discard_chunks(struct connection *c) {
    for (;;) {
        char *line = read_line(c);
        long long size = line == NULL ? -1 : strtoll(line, NULL, 16);
        if (size < 0 || !discard(c, size)) {
            return false;
        }
        if (size == 0) {
            while ((line = read_line(c)) != NULL && *line != 0) {
            }
            return line != NULL;
        }
        read_line(c);
    }
}

static bool read_request(struct connection *c, struct request *r) {
    *r = (struct request){.first = -1, .last = -1};
    char *line = read_line(c);
    if (line == NULL || sscanf(line, "%15s %4095s", r->method, r->target) != 2) {
        return false;
    }
    while ((line = read_line(c)) != NULL && *line != 0) {
        if (strncasecmp(line, "content-length:", 15) == 0) {
            r->length = atoll(line + 15);
        } else if (strncasecmp(line, "range:", 6) == 0) {
            sscanf(line + 6, " bytes=%lld-%lld", &r->first, &r->last);
        } else if (strncasecmp(line, "transfer-encoding:", 18) == 0) {
            r->chunked = strcasestr(line, "chunked") != NULL;
        } else if (strncasecmp(line, "expect:", 7) == 0) {
            r->expects = true;
        } else if (strncasecmp(line, "connection:", 11) == 0) {
            r->closes = strcasestr(line, "close") != NULL;
        } else if (strncasecmp(line, "if-none-match:", 14) == 0) {
            r->only_new = true;
        } else if (strncasecmp(line, "x-amz-meta-", 11) == 0) {
            size_t used = strlen(r->metadata);
            snprintf(r->metadata + used, sizeof r->metadata - used, "%s\r\n", line);
        }
    }
    return line != NULL;
}

/* The object of a key; NULL if there is none, or none any more. */
static struct object *find(const char *key) {
    for (int i = 0; i < most_objects; i++) {
        if (objects[i].complete && strcmp(objects[i].key, key) == 0) {
            return &objects[i];
        }
    }
    return NULL;
}

/* Remembers an object or an upload, and answers its number. */
static unsigned remember(const char *key, const struct request *r, bool complete) {
    struct object *object = &objects[++latest % most_objects];
    snprintf(object->key, sizeof object->key, "%s", key);
    snprintf(object->metadata, sizeof object->metadata, "%s", r->metadata);
    object->size = complete ? r->length : 0;
    object->complete = complete;
    return latest;
}

static bool answer(struct connection *c, const char *status, const char *headers, const char *body) {
    char text[4096];
    snprintf(text, sizeof text, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s", status, headers, strlen(body), body);
    return send_text(c, text);
}

static bool send_zeros(struct connection *c, long long size, bool chunked) {
    char head[32];
    while (size > 0) {
        long long step = size < CHUNK ? size : CHUNK;
        snprintf(head, sizeof head, "%llx\r\n", step);
        if (chunked && !send_all(c, head, strlen(head), MSG_MORE)) {
            return false;
        }
        if (!send_all(c, zeros, (size_t)step, chunked ? MSG_MORE : 0) || (chunked && !send_text(c, "\r\n"))) {
            return false;
        }
        passed(c, BYTES_OUT, step);
        size -= step;
    }
    return !chunked || send_text(c, "0\r\n\r\n");
}

static bool answer_object(struct connection *c, const struct request *r, long long size) {
    bool chunked = strstr(r->target, "?chunked") != NULL, ranged = r->first >= 0;
    long long first = ranged ? r->first : 0;
    long long last = ranged && r->last >= 0 && r->last < size ? r->last : size - 1;
    char length[64], range[128] = "", head[512];
    snprintf(length, sizeof length, "Content-Length: %lld", last - first + 1);
    if (ranged) {
        snprintf(range, sizeof range, "Content-Range: bytes %lld-%lld/%lld\r\n", first, last, size);
    }
    snprintf(head, sizeof head,
             "HTTP/1.1 %s\r\n" ETAG "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nAccept-Ranges: bytes\r\n"
             "%s%s\r\n\r\n",
             ranged ? "206 Partial Content" : "200 OK", range, chunked ? "Transfer-Encoding: chunked" : length);
    return send_text(c, head) && (r->method[0] == 'H' || send_zeros(c, last - first + 1, chunked));
}

static bool answer_counters(struct connection *c) {
    char body[1024] = "";
    for (int i = 0, used = 0; i < COUNTERS; i++) {
        used += snprintf(body + used, sizeof body - (size_t)used, "%s %lld\n", names[i], (long long)counters[i]);
    }
    return answer(c, "200 OK", "", body);
}

static bool answer_put(struct connection *c, long long size) {
    for (int i = 0; i < known_digests; i++) {
        if (digests[i].size == size) {
            char etag[64];
            snprintf(etag, sizeof etag, "ETag: \"%s\"\r\n", digests[i].md5);
            return answer(c, "200 OK", etag, "");
        }
    }
    return answer(c, "200 OK", ETAG, "");
}

static bool answer_write(struct connection *c, const struct request *r, const char *key) {
    const char *id = strstr(r->target, "uploadId=");
    bool put = r->method[0] == 'P' && r->method[1] == 'U', create = strstr(r->target, "?uploads") != NULL;
    struct object *upload = id == NULL ? NULL : &objects[atoi(id + 9) % most_objects];
    pthread_mutex_lock(&memory);
    bool refused = r->only_new && find(key) != NULL;
    unsigned number = 0;
    if (put && upload != NULL) {
        counters[PARTS]++;
        upload->size += r->length;
    } else if (put || create) {
        counters[put ? PUTS : CREATES]++;
        number = refused ? 0 : remember(key, r, put);
    } else if (upload != NULL) {
        counters[COMPLETES]++;
        upload->complete = !refused;
    }
    pthread_mutex_unlock(&memory);
    if (refused) {
        return answer(c, "412 Precondition Failed", "", XML "<Error><Code>PreconditionFailed</Code></Error>");
    }
    if (put) {
        return answer_put(c, r->length);
    }
    char created[512];
    snprintf(created, sizeof created,
             XML "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>key</Key><UploadId>%u</UploadId>"
                 "</InitiateMultipartUploadResult>", number);
    return answer(c, "200 OK", "Content-Type: application/xml\r\n",
                  create ? created
                         : XML "<CompleteMultipartUploadResult><Bucket>bucket</Bucket><Key>key</Key>"
                               "<ETag>\"discarded-1\"</ETag></CompleteMultipartUploadResult>");
}

static bool answer_delete(struct connection *c, const struct request *r, const char *key) {
    bool upload = strstr(r->target, "uploadId=") != NULL;
    counters[upload ? ABORTS : DELETES]++;
    pthread_mutex_lock(&memory);
    struct object *object = upload ? NULL : find(key);
    if (object != NULL) {
        object->complete = false;
    }
    pthread_mutex_unlock(&memory);
    return send_text(c, "HTTP/1.1 204 No Content\r\n\r\n");
}

/* What is known of a stored object; its bytes are gone. */
static bool answer_stored(struct connection *c, const char *key) {
    char head[4096] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    pthread_mutex_lock(&memory);
    const struct object *object = find(key);
    if (object != NULL) {
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\n" ETAG "%sContent-Length: %lld\r\n\r\n", object->metadata,
                 object->size);
    }
    pthread_mutex_unlock(&memory);
    return send_text(c, head);
}

static bool respond(struct connection *c, const struct request *r) {
    const char *path = strchr(r->target + 1, '/');
    bool head = strcmp(r->method, "HEAD") == 0;
    if (strcmp(r->target, "/-/counters") == 0) {
        return answer_counters(c);
    }
    char key[512];
    snprintf(key, sizeof key, "%s", path == NULL ? "" : path + 1);
    key[strcspn(key, "?")] = 0;
    if (strcmp(r->method, "PUT") == 0 || strcmp(r->method, "POST") == 0) {
        return answer_write(c, r, key);
    }
    if (strcmp(r->method, "DELETE") == 0) {
        return answer_delete(c, r, key);
    }
    counters[head ? HEADS : GETS]++;
    if (*key == 0) {
        return answer(c, "200 OK", "", head ? "" : XML "<ListBucketResult><Name>bucket</Name></ListBucketResult>");
    }
    if (strncmp(key, "zeros-", 6) == 0) {
        return answer_object(c, r, atoll(key + 6));
    }
    return head ? answer_stored(c, key)
                : answer(c, "404 Not Found", "", XML "<Error><Code>NoSuchKey</Code><Message>None.</Message></Error>");
}

static void *serve(void *argument) {
    struct connection *c = argument;
    struct request r;
    do {
        if (!read_request(c, &r) || (r.expects && !send_text(c, "HTTP/1.1 100 Continue\r\n\r\n"))) {
            break;
        }
        clock_gettime(CLOCK_MONOTONIC, &c->due);
        if (!(r.chunked ? discard_chunks(c) : discard(c, r.length))) {
            break;
        }
        clock_gettime(CLOCK_MONOTONIC, &c->due);
        wait_for(delay_millis * 1000000, &c->due);
    } while (respond(c, &r) && !r.closes);
    close(c->socket);
    free(c);
    return NULL;
}

int main(int count, char **arguments) {
    for (int option; (option = getopt(count, arguments, "d:r:e:")) != -1;) {
        if (option == 'e' && known_digests < 8) {
            known_digests += sscanf(optarg, "%lld=%32s", &digests[known_digests].size, digests[known_digests].md5) == 2;
        } else if (option == 'd' || option == 'r') {
            *(option == 'd' ? &delay_millis : &bytes_per_second) = atoll(optarg);
        }
    }
    /* It must not outlive the benchmark. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1024) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        perror("sink");
        return 1;
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct connection *c = malloc(sizeof *c);
        pthread_t thread;
        if (c == NULL || (c->socket = accept(listener, NULL, NULL)) < 0) {
            free(c);
            continue;
        }
        c->start = c->end = 0;
        setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        if (pthread_create(&thread, NULL, serve, c) == 0) {
            pthread_detach(thread);
        } else {
            close(c->socket);
            free(c);
        }
    }
}
