/* What the sink remembers of objects and uploads, and its answers to writes and to lists of parts and uploads. */
#define _GNU_SOURCE
#include "sink.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The latest objects and uploads; a new one replaces the oldest. */
static struct object {
    char key[512], metadata[2048], tags[2048];
    long long size, part_size; /* of the largest part */
    unsigned upload;           /* its number; 0 if it is completed, aborted or no upload */
    bool complete;
} objects[2048];
static const int most_objects = sizeof objects / sizeof *objects;
static unsigned latest;
static pthread_mutex_t memory = PTHREAD_MUTEX_INITIALIZER;

static struct {
    long long size;
    char etag[48];
} etags[8];
static const int most_etags = sizeof etags / sizeof *etags;
static int known_etags;

/* The object of a key, or NULL. */
static struct object *find(const char *key) {
    for (int i = 0; i < most_objects; i++) {
        if (objects[i].complete && strcmp(objects[i].key, key) == 0) {
            return &objects[i];
        }
    }
    return NULL;
}

/* The upload that a request names, or NULL. */
static struct object *find_upload(const struct request *r) {
    const char *id = strstr(r->target, "uploadId=");
    unsigned number = id == NULL ? 0 : (unsigned)atoi(id + 9);
    struct object *object = &objects[number % most_objects];
    return number > 0 && object->upload == number ? object : NULL;
}

/* Remembers an object or an upload, and returns its number. */
static unsigned remember(const char *key, const struct request *r, bool complete) {
    struct object *object = &objects[++latest % most_objects];
    snprintf(object->key, sizeof object->key, "%s", key);
    snprintf(object->metadata, sizeof object->metadata, "%s", r->metadata);
    *object->tags = 0;
    object->size = complete ? r->length : 0;
    object->part_size = 0;
    object->upload = complete ? 0 : latest;
    object->complete = complete;
    return latest;
}

void know_etag(const char *etag) {
    if (known_etags < most_etags) {
        known_etags += sscanf(etag, "%lld=%47s", &etags[known_etags].size, etags[known_etags].etag) == 2;
    }
}

static const char *etag_of(long long size) {
    for (int i = 0; i < known_etags; i++) {
        if (etags[i].size == size) {
            return etags[i].etag;
        }
    }
    return NO_DIGEST;
}

static bool answer_no_upload(struct connection *c) {
    return answer(c, "404 Not Found", "", XML "<Error><Code>NoSuchUpload</Code></Error>");
}

static bool answer_xml(struct connection *c, const char *body) {
    return answer(c, "200 OK", "Content-Type: application/xml\r\n", body);
}

/* How many bytes of an object a request copies. */
static long long copied_size(const struct request *r) {
    struct stored source;
    const char *key = strchr(r->copied + 1, '/');
    return key == NULL || !find_stored(key + 1, &source) ? 0 : r->to > 0 ? r->to - r->from + 1 : source.size;
}

bool answer_write(struct connection *c, const struct request *r, const char *key) {
    bool put = r->method[0] == 'P' && r->method[1] == 'U', create = strstr(r->target, "?uploads") != NULL;
    bool part = put && strstr(r->target, "uploadId=") != NULL, refused = false, unknown = false;
    unsigned number = 0;
    long long size = *r->copied == 0 ? r->length : copied_size(r);
    pthread_mutex_lock(&memory);
    struct object *upload = find_upload(r);
    if (part) {
        unknown = upload == NULL;
        if (upload != NULL) {
            /* A part that is sent again would count twice; no client does that here. */
            upload->size += size;
            upload->part_size = size > upload->part_size ? size : upload->part_size;
        }
    } else if (put || create) {
        refused = r->only_new && find(key) != NULL;
        number = refused ? 0 : remember(key, r, put);
    } else {
        refused = r->only_new && find(key) != NULL;
        unknown = upload == NULL;
        if (!refused && !unknown) {
            size = upload->size;
            upload->complete = true;
            upload->upload = 0;
        }
    }
    pthread_mutex_unlock(&memory);
    if (refused || unknown) {
        return refused ? answer(c, "412 Precondition Failed", "", PRECONDITION_FAILED) : answer_no_upload(c);
    }
    char text[512];
    if (part && *r->copied != 0) {
        snprintf(text, sizeof text, XML "<CopyPartResult><ETag>\"%s\"</ETag></CopyPartResult>", etag_of(size));
        return answer_xml(c, text);
    }
    if (put) {
        snprintf(text, sizeof text, "ETag: \"%s\"\r\n", etag_of(size));
        return answer(c, "200 OK", text, "");
    }
    if (create) {
        snprintf(text, sizeof text,
                 XML "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>key</Key><UploadId>%u</UploadId>"
                     "</InitiateMultipartUploadResult>", number);
    } else {
        snprintf(text, sizeof text,
                 XML "<CompleteMultipartUploadResult><Bucket>bucket</Bucket><Key>key</Key><ETag>\"%s\"</ETag>"
                     "</CompleteMultipartUploadResult>", etag_of(size));
    }
    return answer_xml(c, text);
}

bool is_about_tags(const struct request *r) { return strstr(r->target, "?tagging") != NULL; }

bool answer_tags(struct connection *c, const struct request *r, const char *key) {
    char tags[sizeof r->tags] = XML "<Tagging><TagSet></TagSet></Tagging>";
    pthread_mutex_lock(&memory);
    struct object *object = find(key);
    if (object != NULL && *r->tags != 0) {
        snprintf(object->tags, sizeof object->tags, "%s", r->tags);
    }
    if (object != NULL && *object->tags != 0) {
        snprintf(tags, sizeof tags, "%s", object->tags);
    }
    pthread_mutex_unlock(&memory);
    return answer_xml(c, r->method[0] == 'G' ? tags : "");
}

bool answer_delete(struct connection *c, const struct request *r, const char *key) {
    bool abort = strstr(r->target, "uploadId=") != NULL;
    pthread_mutex_lock(&memory);
    struct object *object = abort ? find_upload(r) : find(key);
    if (object != NULL) {
        object->complete = false;
        object->upload = 0;
    }
    pthread_mutex_unlock(&memory);
    return send_text(c, "HTTP/1.1 204 No Content\r\n\r\n");
}

bool answer_parts(struct connection *c, const struct request *r) {
    pthread_mutex_lock(&memory);
    const struct object *upload = find_upload(r);
    long long left = upload == NULL ? 0 : upload->size, part_size = upload == NULL ? 0 : upload->part_size;
    pthread_mutex_unlock(&memory);
    if (upload == NULL) {
        return answer_no_upload(c);
    }
    char *body = NULL;
    size_t size;
    FILE *text = open_memstream(&body, &size);
    fputs(XML "<ListPartsResult><IsTruncated>false</IsTruncated>", text);
    /* All but the last have the same size. */
    for (int number = 1; left > 0; number++, left -= part_size) {
        long long length = left < part_size ? left : part_size;
        fprintf(text, "<Part><PartNumber>%d</PartNumber><ETag>\"%s\"</ETag><Size>%lld</Size></Part>", number,
                etag_of(length), length);
    }
    fputs("</ListPartsResult>", text);
    fclose(text);
    bool sent = answer_xml(c, body);
    free(body);
    return sent;
}

bool answer_uploads(struct connection *c) {
    char *body = NULL;
    size_t size;
    FILE *text = open_memstream(&body, &size);
    fputs(XML "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>", text);
    pthread_mutex_lock(&memory);
    for (int i = 0; i < most_objects; i++) {
        if (objects[i].upload > 0) {
            fprintf(text, "<Upload><Key>%s</Key><UploadId>%u</UploadId></Upload>", objects[i].key, objects[i].upload);
        }
    }
    pthread_mutex_unlock(&memory);
    fputs("</ListMultipartUploadsResult>", text);
    fclose(text);
    bool sent = answer_xml(c, body);
    free(body);
    return sent;
}

bool find_stored(const char *key, struct stored *found) {
    pthread_mutex_lock(&memory);
    const struct object *object = find(key);
    if (object != NULL) {
        found->size = object->size;
        snprintf(found->etag, sizeof found->etag, "%s", etag_of(object->size));
        snprintf(found->metadata, sizeof found->metadata, "%s", object->metadata);
    }
    pthread_mutex_unlock(&memory);
    return object != NULL;
}
