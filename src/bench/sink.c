/*
 * A server that looks like S3 and costs next to nothing, so that what is measured is its client. The kernel drops the bodies
 * that come in; the bodies that go out are zeros. The sink checks neither signatures nor checksums. It answers a HEAD with the
 * SHA-256 that the PUT declared.
 * It remembers of the latest objects only their size, metadata and tags.
 *
 *   sink [-d milliseconds] [-p milliseconds] [-b bytes] [-r requests] [-e bytes=etag]...
 *
 * listens on a free port of the loopback interface and prints it. -d delays each answer, and -p those to PUTs instead, by so much
 * or at random by <from>-<to>. -b is how many bytes a second a connection carries. With -r, more requests a second are answered
 * with 503 SlowDown. Nobody digests the bytes, so ETags are no digests, unless -e gives the ETag for a number of bytes.
 *
 *   GET, HEAD /bucket/zeros-<n>   an object of n bytes, or a range of it; with ?chunked its length is not announced
 *   GET /-/bytes-in               how many bytes of bodies have come in
 *   GET /-/image-bytes            how many bytes of images have come in or gone out
 *   GET /-/requests               how many requests were served
 *   GET /-/throttled              how many were answered with SlowDown
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

static bool answer_object(struct connection *c, const struct request *r, const struct stored *object) {
    if (*r->only_etag != 0 && strcmp(r->only_etag, object->etag) != 0) {
        bool head = r->method[0] == 'H';
        return answer(c, "412 Precondition Failed", "", head ? "" : PRECONDITION_FAILED);
    }
    bool chunked = strstr(r->target, "?chunked") != NULL;
    bool ranged = r->from <= r->to && 0 < r->to && r->to < object->size;
    long long size = ranged ? r->to - r->from + 1 : object->size;
    char length[64], range[128] = "", head[4096];
    snprintf(length, sizeof length, "Content-Length: %lld", size);
    if (ranged) {
        snprintf(range, sizeof range, "Content-Range: bytes %lld-%lld/%lld\r\n", r->from, r->to, object->size);
    }
    snprintf(head, sizeof head,
             "HTTP/1.1 %s\r\nAccept-Ranges: bytes\r\nETag: \"%s\"\r\n"
             "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n%s%s%s\r\n\r\n",
             ranged ? "206 Partial Content" : "200 OK", object->etag, range, object->metadata,
             chunked ? "Transfer-Encoding: chunked" : length);
    return send_text(c, head) && (r->method[0] == 'H' || send_zeros(c, size, chunked));
}

/* Asks the sink about itself. */
static bool is_question(const struct request *r) { return strncmp(r->target, "/-/", 3) == 0; }

static bool answer_question(struct connection *c, const char *question) {
    bool bytes = strcmp(question, "bytes-in") == 0, images = strcmp(question, "image-bytes") == 0;
    bool refusals = strcmp(question, "throttled") == 0;
    char body[32];
    snprintf(body, sizeof body, "%lld", (long long)(bytes ? bytes_in : images ? image_bytes : refusals ? throttled : served));
    return answer(c, "200 OK", "", body);
}

static bool answer_slow_down(struct connection *c, const struct request *r) {
    bool head = strcmp(r->method, "HEAD") == 0;
    /* A body that the client does not send, since it expects to be told so, must not be waited for. */
    return answer(c, "503 Slow Down", r->expects ? "Connection: close\r\n" : "", head ? "" : XML "<Error><Code>SlowDown</Code></Error>");
}

static bool respond(struct connection *c, const struct request *r) {
    const char *path = strchr(r->target + 1, '/');
    bool head = strcmp(r->method, "HEAD") == 0;
    if (is_question(r)) {
        return answer_question(c, r->target + 3);
    }
    char key[512];
    snprintf(key, sizeof key, "%s", path == NULL ? "" : path + 1);
    key[strcspn(key, "?")] = 0;
    if (is_about_tags(r)) {
        return answer_tags(c, r, key);
    }
    if (strcmp(r->method, "PUT") == 0 || strcmp(r->method, "POST") == 0) {
        return answer_write(c, r, key);
    }
    if (strcmp(r->method, "DELETE") == 0) {
        return answer_delete(c, r, key);
    }
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
    bool goes_on = true;
    while (goes_on && read_request(c, &r)) {
        bool refused = !is_question(&r) && is_too_fast();
        if (refused && r.expects) {
            answer_slow_down(c, &r);
            break;
        }
        if ((r.expects && !send_text(c, "HTTP/1.1 100 Continue\r\n\r\n")) || !take_body(c, &r)) {
            break;
        }
        if (!is_question(&r)) {
            wait_to_answer(&r);
        }
        goes_on = (refused ? answer_slow_down(c, &r) : respond(c, &r)) && !r.closes;
    }
    close(c->socket);
    free(c);
    return NULL;
}

int main(int count, char **arguments) {
    for (int option; (option = getopt(count, arguments, "d:p:b:r:e:")) != -1;) {
        if (option == 'e') {
            know_etag(optarg);
        } else if (!set_pace(option, optarg)) {
            return 2;
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
        c->busy_until = 0;
        setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        if (pthread_create(&thread, NULL, serve, c) == 0) {
            pthread_detach(thread);
        } else {
            close(c->socket);
            free(c);
        }
    }
}
