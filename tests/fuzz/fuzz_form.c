/* SPDX-License-Identifier: MIT
 *
 * Forms as YAML. A form without faults reads a table; one with faults names each in a line.
 */
#include <string.h>

#include "lib/core/check.h"
#include "tests/fuzz/fuzz.h"

static const char csv[] = "id,st,pct,fig,unit,per\nA,w,50%,1,m,2022-M01\nB,d,,2,km,2022-Q1\n";
static const char json[] =
    "[{\"id\": \"A\", \"st\": \"w\", \"pct\": 0.5, \"fig\": 1, \"per\": \"2022\"}]";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct duban_arena arena = {0};
    struct duban_buf faults = {0};
    struct duban_conf conf = {.path = "f", .lang = DUBAN_EN, .arena = &arena, .faults = &faults};
    struct form form;
    size_t n_lines = 0;

    form_parse(&conf, (struct duban_slice){(const char *)data, size}, &form);
    for (size_t i = 0; i < faults.len; i++)
        n_lines += faults.at[i] == '\n' ? 1 : 0;
    DUBAN_ASSERT(n_lines == conf.n_faults && duban_slice_is_utf8(duban_buf_slice(&faults)));
    if (conf.n_faults == 0) {
        fuzz_reading(&form, duban_slice_of(form.kind == FORM_JSON ? json : csv));
        fuzz_reading(&form, (struct duban_slice){0});
    }
    duban_buf_fini(&faults);
    duban_arena_fini(&arena);
    return 0;
}
