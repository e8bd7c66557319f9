/* How slow the sink is: delays, a rate for each connection, and how many requests a second it answers. */
#include "sink.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND 1000000000LL

atomic_llong served, throttled;

/* Milliseconds, from and to. */
static struct range {
    long long least, most;
} delay, delay_of_put;
static long long bytes_a_second, requests_a_second;

/* Nanoseconds saved up for requests. At a rate of 10 a second, each request costs a tenth of a second. */
static long long saved, last_request;
static pthread_mutex_t bucket = PTHREAD_MUTEX_INITIALIZER;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static void sleep_until(long long time) {
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &(struct timespec){.tv_sec = time / SECOND, .tv_nsec = time % SECOND},
                    NULL);
}

static void read_range(const char *text, struct range *range) {
    if (sscanf(text, "%lld-%lld", &range->least, &range->most) < 2) {
        range->most = range->least;
    }
}

bool set_pace(int option, const char *value) {
    switch (option) {
    case 'd':
        read_range(value, &delay);
        return true;
    case 'p':
        read_range(value, &delay_of_put);
        return true;
    case 'b':
        bytes_a_second = atoll(value);
        return true;
    case 'r':
        requests_a_second = atoll(value);
        return true;
    default:
        return false;
    }
}

bool is_too_fast(void) {
    bool refused = false;
    if (requests_a_second > 0) {
        pthread_mutex_lock(&bucket);
        long long time = now(), each = SECOND / requests_a_second, most = each > SECOND / 10 ? each : SECOND / 10;
        saved += time - last_request;
        saved = saved > most ? most : saved;
        last_request = time;
        refused = saved < each;
        saved -= refused ? 0 : each;
        pthread_mutex_unlock(&bucket);
    }
    (*(refused ? &throttled : &served))++;
    return refused;
}

void wait_to_answer(const struct request *r) {
    bool put = strcmp(r->method, "PUT") == 0 && delay_of_put.most > 0;
    const struct range *range = put ? &delay_of_put : &delay;
    if (range->most > 0) {
        static _Thread_local unsigned seed;
        seed = seed == 0 ? (unsigned)now() : seed;
        long long spread = (range->most - range->least) * 1000000;
        sleep_until(now() + range->least * 1000000 + (long long)((double)rand_r(&seed) / RAND_MAX * (double)spread));
    }
}

void keep_rate(struct connection *c, long long bytes) {
    if (bytes_a_second > 0) {
        long long time = now();
        c->busy_until = (c->busy_until > time ? c->busy_until : time) + bytes * SECOND / bytes_a_second;
        sleep_until(c->busy_until);
    }
}
