/* SPDX-License-Identifier: MIT
 *
 * Hands a fuzz target every file of its arguments, files or folders, and of a table of vectors
 * (NAME.tsv) every message. Names each input before it is handed over: the last one named is the one
 * that broke. Ends with 1 when there was no input.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include "lib/core/file.h"
#include "tests/fuzz/fuzz.h"

enum { INPUT_MAX = 1 << 20 };

static size_t n_inputs;

/* The bytes lie in memory of their own, so that one read behind them is seen. */
static void hand_over(const char *name, size_t line, struct duban_slice bytes)
{
    uint8_t *copy = malloc(bytes.len > 0 ? bytes.len : 1);

    if (copy == NULL)
        abort();
    if (bytes.len > 0)
        memcpy(copy, bytes.at, bytes.len);
    (void)fprintf(stderr, "%s:%zu\n", name, line);
    (void)LLVMFuzzerTestOneInput(copy, bytes.len);
    free(copy);
    n_inputs++;
}

/* -1: it is no hex digit. */
static int digit_of(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = memchr(digits, digit, sizeof digits - 1);

    return at == NULL ? -1 : (int)(at - digits);
}

/* The second of the columns is the message in hex. */
static void hand_over_vector(const char *name, size_t number, struct duban_slice line)
{
    struct duban_buf bytes = {0};
    const char *hex = memchr(line.at, '\t', line.len);

    if (line.len == 0 || line.at[0] == '#' || hex == NULL)
        return;
    for (hex++; hex + 1 < line.at + line.len && digit_of(*hex) >= 0; hex += 2) {
        char one = (char)(digit_of(hex[0]) << 4 | digit_of(hex[1]));
        duban_buf_put(&bytes, (struct duban_slice){&one, 1});
    }
    hand_over(name, number, duban_buf_slice(&bytes));
    duban_buf_fini(&bytes);
}

static void hand_over_vectors(const char *name, struct duban_slice text)
{
    for (size_t number = 1; text.len > 0; number++) {
        const char *end = memchr(text.at, '\n', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.at);
        hand_over_vector(name, number, (struct duban_slice){text.at, len});
        len += end == NULL ? 0 : 1;
        text = (struct duban_slice){text.at + len, text.len - len};
    }
}

static int take(const char *path, const struct stat *status, int type, struct FTW *place)
{
    struct duban_buf bytes = {0};
    struct duban_err err = {0};
    const char *suffix = strrchr(path, '.');
    (void)status;
    (void)place;

    if (type == FTW_D)
        return 0;
    if (duban_file_read(path, INPUT_MAX, &bytes, &err) != DUBAN_OK) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    if (suffix != NULL && strcmp(suffix, ".tsv") == 0)
        hand_over_vectors(path, duban_buf_slice(&bytes));
    else
        hand_over(path, 1, duban_buf_slice(&bytes));
    duban_buf_fini(&bytes);
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (nftw(argv[i], take, 8, FTW_PHYS) != 0) {
            (void)fprintf(stderr, "%s cannot be read\n", argv[i]);
            return 1;
        }
    (void)printf("replayed %zu inputs\n", n_inputs);
    return n_inputs > 0 ? 0 : 1;
}
