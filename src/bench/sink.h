/* What the parts of the sink share: http.c speaks, objects.c remembers, and sink.c decides what to answer. */
#ifndef SINK_H
#define SINK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#define XML "<?xml version=\"1.0\"?>"
/* Not hex: nobody can take it for a digest and find it wrong. */
#define NO_DIGEST "discarded"
#define PRECONDITION_FAILED XML "<Error><Code>PreconditionFailed</Code></Error>"

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
    char method[16], target[4096], metadata[2048], only_etag[48];
    long long length, first, last;
    bool chunked, expects, closes, only_new;
};

/* What is known of an object; its bytes are gone. */
struct stored {
    long long size;
    char etag[48], metadata[2048];
};

/* Waits until that long after a time, and moves the time there. */
void wait_for(long long nanos, struct timespec *from);

/* Here and below, a bool is whether the connection is still good. */
bool read_request(struct connection *c, struct request *r);
bool discard_body(struct connection *c, const struct request *r);
bool send_text(struct connection *c, const char *text);
bool send_zeros(struct connection *c, long long size, bool chunked);
bool answer(struct connection *c, const char *status, const char *headers, const char *body);

/* Takes "bytes=etag": from now on, bodies, parts and objects of that length have that ETag. */
void know_etag(const char *etag);

bool answer_write(struct connection *c, const struct request *r, const char *key);
bool answer_delete(struct connection *c, const struct request *r, const char *key);
bool answer_parts(struct connection *c, const struct request *r);
bool answer_uploads(struct connection *c);

/* Whether there is such an object. */
bool find_stored(const char *key, struct stored *found);

#endif
