/* What the sink remembers of what was written to it, and what it answers to writes. */
#include "sink.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The latest objects and uploads; a new one takes the place of the oldest. */
static struct object {
    char key[512], metadata[2048];
    long long size;
    bool complete;
} objects[256];
static const int most_objects = sizeof objects / sizeof *objects;
static unsigned latest;
static pthread_mutex_t memory = PTHREAD_MUTEX_INITIALIZER;

static struct {
    long long size;
    char md5[33];
} digests[8];
static const int most_digests = sizeof digests / sizeof *digests;
static int known_digests;

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

void know_digest(const char *digest) {
    if (known_digests < most_digests) {
        known_digests += sscanf(digest, "%lld=%32s", &digests[known_digests].size, digests[known_digests].md5) == 2;
    }
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

bool answer_write(struct connection *c, const struct request *r, const char *key) {
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

bool answer_delete(struct connection *c, const struct request *r, const char *key) {
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

bool answer_stored(struct connection *c, const char *key) {
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
