/*
 * Calls a function over and over, on some connections at a time, and costs little itself.
 *
 *   load port path connections seconds body
 *
 * Where the body says ########, each call has a number of its own. Prints how many calls were answered with 200, how
 * many were not, and how many seconds they took.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char request[64 * 1024];
static struct sockaddr_in address = {.sin_family = AF_INET};
static double end;
static atomic_long answered, failed, numbers;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Reads one answer to its end, and tells whether it was a good one. */
static bool read_answer(int connection) {
    char buffer[64 * 1024];
    for (size_t have = 0; have < sizeof buffer - 1;) {
        ssize_t received = recv(connection, buffer + have, sizeof buffer - 1 - have, 0);
        if (received <= 0) {
            return false;
        }
        have += (size_t)received;
        buffer[have] = 0;
        char *body = strstr(buffer, "\r\n\r\n");
        char *length = body == NULL ? NULL : strcasestr(buffer, "\r\ncontent-length:");
        if (length != NULL && have >= (size_t)(body + 4 - buffer) + strtoul(length + 17, NULL, 10)) {
            return strncmp(buffer, "HTTP/1.1 200", 12) == 0;
        }
    }
    return false;
}

static void *call(void *unused) {
    char own[sizeof request], digits[16];
    size_t size = strlen(request);
    memcpy(own, request, size + 1);
    char *number = strstr(own, "########");
    int connection = -1;
    while (now() < end) {
        if (connection < 0) {
            connection = socket(AF_INET, SOCK_STREAM, 0);
            setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
            /* An answer that does not come is a failure, not a reason to wait for ever. */
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){.tv_sec = 60}, sizeof(struct timeval));
            if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) {
                perror("load");
                exit(1);
            }
        }
        if (number != NULL) {
            snprintf(digits, sizeof digits, "%08ld", numbers++ % 100000000);
            memcpy(number, digits, 8);
        }
        if (send(connection, own, size, MSG_NOSIGNAL) == (ssize_t)size && read_answer(connection)) {
            answered++;
        } else {
            failed++;
            close(connection);
            connection = -1;
        }
    }
    return unused;
}

int main(int count, char **arguments) {
    enum { PORT = 1, PATH, CONNECTIONS, SECONDS, BODY, COUNT };
    if (count != COUNT) {
        fprintf(stderr, "usage: load port path connections seconds body\n");
        return 2;
    }
    snprintf(request, sizeof request,
             "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
             arguments[PATH], strlen(arguments[BODY]), arguments[BODY]);
    address.sin_port = htons((unsigned short)atoi(arguments[PORT]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connections = atoi(arguments[CONNECTIONS]);
    pthread_t *threads = calloc((size_t)connections, sizeof *threads);
    double start = now();
    /* No number of an earlier run, unless that made more than a thousand calls a second. */
    numbers = (long)(start * 1000);
    end = start + atof(arguments[SECONDS]);
    for (int i = 0; i < connections; i++) {
        pthread_create(&threads[i], NULL, call, NULL);
    }
    for (int i = 0; i < connections; i++) {
        pthread_join(threads[i], NULL);
    }
    printf("%ld %ld %f\n", (long)answered, (long)failed, now() - start);
    free(threads);
    return 0;
}
