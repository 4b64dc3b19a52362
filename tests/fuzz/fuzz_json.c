/* SPDX-License-Identifier: MIT
 *
 * Tables in JSON: 0 an array, 1 an object that holds it and says how many rows there are, 2 readings.
 * What is understood can be sent.
 */
#include "tests/fuzz/fuzz.h"

#define COLUMNS                                                                                    \
    "item: id\n"                                                                                   \
    "required: [id, pct]\n"                                                                        \
    "columns:\n"                                                                                   \
    "- {field: state, from: st, words: {w: working, d: done, \"true\": paused}}\n"                 \
    "- {field: percent, from: pct}\n"                                                              \
    "- {field: value, from: fig, unit_from: unit}\n"                                               \
    "- {field: completed_on, from: done, as: milliseconds}\n"                                      \
    "- {field: forecast_finish, from: fin}\n"                                                      \
    "- {field: note, from: note}\n"

static const char *const forms[] = {
    "form: array\nkind: json\n" COLUMNS,
    "form: wrapped\nkind: json\nrows: data\ntotal: total\n" COLUMNS,
    "form: readings\nkind: json\nitem: id\nperiod: per\nrequired: id\ncolumns:\n"
    "- {field: value, from: fig, unit_from: unit}\n"
    "- {field: reading_status, from: st, words: {p: preliminary, f: final}}\n",
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_table(forms, sizeof forms / sizeof forms[0], data, size);
    return 0;
}
