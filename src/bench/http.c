/* The sink's HTTP: reads requests, discards their bodies, and sends answers. */
#define _GNU_SOURCE
#include "sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define CHUNK (256 * 1024)

atomic_llong bytes_in, image_bytes;
static const char zeros[CHUNK];

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

bool send_text(struct connection *c, const char *text) { return send_all(c, text, strlen(text), 0); }

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
    bytes_in += used;
    for (size -= used; size > 0;) {
        /* With MSG_TRUNC, TCP drops the bytes instead of copying them. */
        ssize_t taken = recv(c->socket, NULL, (size_t)(size < 64 * CHUNK ? size : 64 * CHUNK), MSG_TRUNC);
        if (taken <= 0) {
            return false;
        }
        bytes_in += taken;
        size -= taken;
        keep_rate(c, taken);
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

static bool receive(struct connection *c, char *text, size_t size) {
    size_t have = c->end - c->start, used = size < have ? size : have;
    memcpy(text, c->buffer + c->start, used);
    c->start += used;
    for (; used < size;) {
        ssize_t received = recv(c->socket, text + used, size - used, 0);
        if (received <= 0) {
            return false;
        }
        used += (size_t)received;
    }
    return true;
}

bool discard_body(struct connection *c, const struct request *r) {
    return r->chunked ? discard_chunks(c) : discard(c, r->length);
}

bool take_body(struct connection *c, struct request *r) {
    if (is_about_tags(r) && r->length < (long long)sizeof r->tags) {
        return receive(c, r->tags, (size_t)r->length);
    }
    image_bytes += r->method[1] == 'U' ? r->length : 0;
    return discard_body(c, r);
}

bool read_request(struct connection *c, struct request *r) {
    *r = (struct request){0};
    char *line = read_line(c);
    if (line == NULL || sscanf(line, "%15s %4095s", r->method, r->target) != 2) {
        return false;
    }
    while ((line = read_line(c)) != NULL && *line != 0) {
        if (strncasecmp(line, "content-length:", 15) == 0) {
            r->length = atoll(line + 15);
        } else if (strncasecmp(line, "transfer-encoding:", 18) == 0) {
            r->chunked = strcasestr(line, "chunked") != NULL;
        } else if (strncasecmp(line, "expect:", 7) == 0) {
            r->expects = true;
        } else if (strncasecmp(line, "connection:", 11) == 0) {
            r->closes = strcasestr(line, "close") != NULL;
        } else if (strncasecmp(line, "if-none-match:", 14) == 0) {
            r->only_new = true;
        } else if (strncasecmp(line, "if-match:", 9) == 0) {
            sscanf(line + 9, " \"%47[^\"]", r->only_etag);
        } else if (strncasecmp(line, "range:", 6) == 0) {
            sscanf(line + 6, " bytes=%lld-%lld", &r->from, &r->to);
        } else if (strncasecmp(line, "x-amz-copy-source:", 18) == 0) {
            sscanf(line + 18, " %511s", r->copied);
        } else if (strncasecmp(line, "x-amz-copy-source-range:", 24) == 0) {
            sscanf(line + 24, " bytes=%lld-%lld", &r->from, &r->to);
        } else if (strncasecmp(line, "x-amz-meta-", 11) == 0 || strncasecmp(line, "x-amz-checksum-sha256:", 22) == 0) {
            size_t used = strlen(r->metadata);
            snprintf(r->metadata + used, sizeof r->metadata - used, "%s\r\n", line);
        }
    }
    return line != NULL;
}

bool answer(struct connection *c, const char *status, const char *headers, const char *body) {
    char head[512];
    size_t size = strlen(body);
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n", status, headers, size);
    return send_all(c, head, strlen(head), size > 0 ? MSG_MORE : 0) && send_all(c, body, size, 0);
}

bool send_zeros(struct connection *c, long long size, bool chunked) {
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
        size -= step;
        image_bytes += step;
        keep_rate(c, step);
    }
    return !chunked || send_text(c, "0\r\n\r\n");
}
