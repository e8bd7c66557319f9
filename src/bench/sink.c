/*
 * A server shaped like S3 that costs next to nothing, so that what is measured is its client: bodies that come in are
 * dropped by the kernel, bodies that go out are zeros. It knows no signatures, and of what was stored it remembers only
 * how much there was and the metadata, and that for a while.
 *
 *   sink [-d milliseconds] [-r bytes-per-second] [-e bytes=etag]...
 *
 * listens on a free port of the loopback interface and prints it. Each answer is delayed by -d, each body paced by -r.
 * Since nobody looks at the bytes, ETags are no digests, but where -e tells that of a length. What is read back is zeros.
 *
 *   GET, HEAD /bucket/zeros-<n>   an object of n bytes, also in ranges; with ?chunked without saying how long it is
 *   GET /-/counters               what has been asked so far, one "name value" a line
 */
#include "sink.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const names[COUNTERS] = {"heads",     "gets",   "puts",    "parts",    "creates",
                                            "completes", "aborts", "deletes", "bytes-in", "bytes-out"};
static long long delay_millis;

static bool answer_object(struct connection *c, const struct request *r, const struct stored *object) {
    if (*r->only_etag != 0 && strcmp(r->only_etag, object->etag) != 0) {
        bool head = r->method[0] == 'H';
        return answer(c, "412 Precondition Failed", "", head ? "" : PRECONDITION_FAILED);
    }
    long long size = object->size;
    bool chunked = strstr(r->target, "?chunked") != NULL, ranged = r->first >= 0;
    long long first = ranged ? r->first : 0;
    long long last = ranged && r->last >= 0 && r->last < size ? r->last : size - 1;
    char length[64], range[128] = "", head[4096];
    snprintf(length, sizeof length, "Content-Length: %lld", last - first + 1);
    if (ranged) {
        snprintf(range, sizeof range, "Content-Range: bytes %lld-%lld/%lld\r\n", first, last, size);
    }
    snprintf(head, sizeof head,
             "HTTP/1.1 %s\r\nETag: \"%s\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nAccept-Ranges: bytes\r\n"
             "%s%s%s\r\n\r\n",
             ranged ? "206 Partial Content" : "200 OK", object->etag, object->metadata, range,
             chunked ? "Transfer-Encoding: chunked" : length);
    return send_text(c, head) && (r->method[0] == 'H' || send_zeros(c, last - first + 1, chunked));
}

static bool answer_counters(struct connection *c) {
    char body[1024] = "";
    for (int i = 0, used = 0; i < COUNTERS; i++) {
        used += snprintf(body + used, sizeof body - (size_t)used, "%s %lld\n", names[i], (long long)counters[i]);
    }
    return answer(c, "200 OK", "", body);
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
    if (*key == 0 && strstr(r->target, "uploads") != NULL) {
        return answer_uploads(c);
    }
    if (*key == 0) {
        return answer(c, "200 OK", "", head ? "" : XML "<ListBucketResult><Name>bucket</Name></ListBucketResult>");
    }
    if (strstr(r->target, "uploadId=") != NULL) {
        return answer_parts(c, r);
    }
    struct stored object = {.etag = NO_DIGEST};
    if (sscanf(key, "zeros-%lld", &object.size) == 1 || find_stored(key, &object)) {
        return answer_object(c, r, &object);
    }
    return answer(c, "404 Not Found", "",
                  head ? "" : XML "<Error><Code>NoSuchKey</Code><Message>None.</Message></Error>");
}

static void *serve(void *argument) {
    struct connection *c = argument;
    struct request r;
    do {
        if (!read_request(c, &r) || (r.expects && !send_text(c, "HTTP/1.1 100 Continue\r\n\r\n"))) {
            break;
        }
        clock_gettime(CLOCK_MONOTONIC, &c->due);
        if (!discard_body(c, &r)) {
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
        if (option == 'e') {
            know_etag(optarg);
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
