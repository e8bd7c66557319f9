/* What the parts of the sink share: http.c speaks, objects.c remembers, and sink.c decides what to answer. */
#ifndef SINK_H
#define SINK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#define XML "<?xml version=\"1.0\"?>"
/* Quotes and no hex: nobody can take it for a digest and find it wrong. */
#define ETAG "ETag: \"discarded\"\r\n"

/* What is counted; sink.c has the names, in the same order. */
enum { HEADS, GETS, PUTS, PARTS, CREATES, COMPLETES, ABORTS, DELETES, BYTES_IN, BYTES_OUT, COUNTERS };
extern atomic_llong counters[COUNTERS];

/* The pace of each body; 0 for none. */
extern long long bytes_per_second;

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

/* Waits until that long after a time, and moves the time there. */
void wait_for(long long nanos, struct timespec *from);

/* Here and below, a bool is whether the connection is still good. */
bool read_request(struct connection *c, struct request *r);
bool discard_body(struct connection *c, const struct request *r);
bool send_text(struct connection *c, const char *text);
bool send_zeros(struct connection *c, long long size, bool chunked);
bool answer(struct connection *c, const char *status, const char *headers, const char *body);

/* Takes "bytes=md5": from now on, bodies of that length have that digest. */
void know_digest(const char *digest);

bool answer_write(struct connection *c, const struct request *r, const char *key);
bool answer_delete(struct connection *c, const struct request *r, const char *key);

/* What is known of a stored object; its bytes are gone. */
bool answer_stored(struct connection *c, const char *key);

#endif
