/*
 * What the parts of the sink share: http.c reads and writes HTTP, objects.c remembers what was stored, pace.c makes it slow, sink.c
 * chooses answers.
 */
#ifndef SINK_H
#define SINK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#define XML "<?xml version=\"1.0\"?>"
/* Not hex: nobody can take it for a digest and find it wrong. */
#define NO_DIGEST "discarded"
#define PRECONDITION_FAILED XML "<Error><Code>PreconditionFailed</Code></Error>"

/* How many bytes of bodies have come in so far, and of images have come in or gone out; how many requests were served, and refused because they came too fast. */
extern atomic_llong bytes_in, image_bytes, served, throttled;

struct connection {
    int socket;
    size_t start, end; /* of what has been received and not yet been used */
    long long busy_until;
    char buffer[64 * 1024];
};

struct request {
    char method[16], target[4096], metadata[2048], only_etag[48];
    char copied[512], tags[2048]; /* the object that is to be copied, and what is sent as tags; empty for none */
    long long length, from, to;   /* of the range that it asks for: the first and the last byte; 0 and 0 if it asks for all */
    bool chunked, expects, closes, only_new;
};

/* What is known of an object; its bytes are gone. */
struct stored {
    long long size;
    char etag[48], metadata[2048];
};

/* Here and below, true means that the connection can go on. */
bool read_request(struct connection *c, struct request *r);
bool discard_body(struct connection *c, const struct request *r);
/* Keeps a body of tags, and discards others. */
bool take_body(struct connection *c, struct request *r);
bool send_text(struct connection *c, const char *text);
bool send_zeros(struct connection *c, long long size, bool chunked);
bool answer(struct connection *c, const char *status, const char *headers, const char *body);

/* Takes a value of -d, -p, -b or -r; false for another option. */
bool set_pace(int option, const char *value);
/* Whether more requests come than are to be served. */
bool is_too_fast(void);
void wait_to_answer(const struct request *r);
/* Waits as long as these bytes take on a connection. */
void keep_rate(struct connection *c, long long bytes);

/* Takes "bytes=etag": parts and objects of that many bytes get that ETag. */
void know_etag(const char *etag);

bool answer_write(struct connection *c, const struct request *r, const char *key);
bool answer_tags(struct connection *c, const struct request *r, const char *key);
bool answer_delete(struct connection *c, const struct request *r, const char *key);
bool answer_parts(struct connection *c, const struct request *r);
bool answer_uploads(struct connection *c);

/* Whether a request is about the tags of an object. */
bool is_about_tags(const struct request *r);
/* Whether there is such an object. */
bool find_stored(const char *key, struct stored *found);

#endif
