/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/core/buf.h"

Test(buf, that_is_new_is_empty)
{
    struct duban_buf buf = {0};

    cr_assert_eq(duban_buf_slice(&buf).len, 0);
    duban_buf_put(&buf, duban_slice_of(NULL));
    duban_buf_puts(&buf, "");
    cr_assert_eq(duban_buf_slice(&buf).len, 0);
    duban_buf_fini(&buf);
}

Test(buf, keeps_what_was_put_in_order)
{
    struct duban_buf buf = {0};

    duban_buf_puts(&buf, "事项 ");
    duban_buf_put(&buf, (struct duban_slice){"a\0b", 3});
    duban_buf_printf(&buf, " %d%%", 34);
    cr_assert(duban_slice_equal(duban_buf_slice(&buf), (struct duban_slice){"事项 a\0b 34%", 14}));
    duban_buf_clear(&buf);
    cr_assert_eq(duban_buf_slice(&buf).len, 0);
    duban_buf_puts(&buf, "again");
    cr_assert(duban_slice_is(duban_buf_slice(&buf), "again"));
    duban_buf_fini(&buf);
    cr_assert(buf.at == NULL && buf.len == 0 && buf.capacity == 0);
}

Test(buf, grows_by_a_byte_at_any_length)
{
    struct duban_buf put = {0};
    struct duban_buf printed = {0};

    for (int i = 0; i < 5000; i++) {
        char byte = (char)('a' + i % 26);
        duban_buf_put(&put, (struct duban_slice){&byte, 1});
        duban_buf_printf(&printed, "%c", byte);
    }
    cr_assert_eq(put.len, 5000);
    cr_assert(duban_slice_equal(duban_buf_slice(&put), duban_buf_slice(&printed)));
    for (size_t i = 0; i < put.len; i++)
        cr_assert_eq(put.at[i], 'a' + (char)(i % 26), "byte %zu", i);
    duban_buf_fini(&put);
    duban_buf_fini(&printed);
}

Test(buf, takes_at_once_what_is_larger_than_itself)
{
    static const size_t lengths[] = {255, 256, 257, 100000}; /* it begins with 256 bytes */
    static char bytes[100000];

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct duban_buf put = {0};
        struct duban_buf printed = {0};
        for (size_t k = 0; k < lengths[i]; k++)
            bytes[k] = 'x';
        struct duban_slice text = {bytes, lengths[i]};
        duban_buf_put(&put, text);
        duban_buf_printf(&printed, "%.*s", DUBAN_SLICE_ARGS(text));
        cr_assert(duban_slice_equal(duban_buf_slice(&put), text), "%zu bytes", lengths[i]);
        cr_assert(duban_slice_equal(duban_buf_slice(&printed), text), "%zu bytes", lengths[i]);
        duban_buf_fini(&put);
        duban_buf_fini(&printed);
    }
}
