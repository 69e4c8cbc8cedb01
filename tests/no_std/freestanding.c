/* A freestanding program that uses the library. It defines the memory functions that Rust's core requires, and nothing
 * else. Its entry point makes the linker resolve all symbols; it is never run. */

#include <stddef.h>
#include <stdint.h>

char *presign_no_std_bucket(int64_t unix_time);
char *presign_no_std_service(int64_t unix_time);
char *presign_no_std_multi_region(int64_t unix_time);

void *memcpy(void *to, const void *from, size_t n) {
    unsigned char *t = to;
    const unsigned char *f = from;
    while (n--) *t++ = *f++;
    return to;
}

void *memmove(void *to, const void *from, size_t n) {
    unsigned char *t = to;
    const unsigned char *f = from;
    if (t < f) return memcpy(to, from, n);
    while (n--) t[n] = f[n];
    return to;
}

void *memset(void *to, int byte, size_t n) {
    unsigned char *t = to;
    while (n--) *t++ = (unsigned char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t n) {
    const unsigned char *x = a, *y = b;
    for (; n--; x++, y++)
        if (*x != *y) return *x - *y;
    return 0;
}

int bcmp(const void *a, const void *b, size_t n) { return memcmp(a, b, n); }

size_t strlen(const char *text) {
    size_t n = 0;
    while (text[n]) n++;
    return n;
}

void _start(void) {
    presign_no_std_bucket(0);
    presign_no_std_service(0);
    presign_no_std_multi_region(0);
    for (;;) {}
}
