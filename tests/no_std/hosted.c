/* Runs the library under an operating system, and prints the URLs that it signs at 2013-05-24, 00:00:00 UTC. */

#include <stdint.h>
#include <stdio.h>

char *presign_no_std_bucket(int64_t unix_time);
char *presign_no_std_service(int64_t unix_time);
char *presign_no_std_multi_region(int64_t unix_time);

int main(void) {
    char *bucket = presign_no_std_bucket(1369353600);
    char *service = presign_no_std_service(1369353600);
    char *multi_region = presign_no_std_multi_region(1369353600);
    if (!bucket || !service || !multi_region) return 1;
    printf("%s\n%s\n%s\n", bucket, service, multi_region);
    return 0;
}
