/* SPDX-License-Identifier: MIT
 *
 * Delimited tables by forms of every sort: 0 all fields in UTF-8, 1 in GB18030, 2 stages and tabs,
 * 3 readings, 4 pre-filled. What is understood can be sent.
 */
#include "tests/fuzz/fuzz.h"

#define COLUMNS                                                                                    \
    "item: id\n"                                                                                   \
    "required: [id, pct]\n"                                                                        \
    "columns:\n"                                                                                   \
    "- {field: state, from: st, words: {w: working, d: done}}\n"                                   \
    "- {field: percent, from: pct, scale: fraction}\n"                                             \
    "- {field: percent, from: pct2}\n"                                                             \
    "- {field: value, from: fig, unit_from: unit}\n"                                               \
    "- {field: completed_on, from: done}\n"                                                        \
    "- {field: forecast_finish, from: fin}\n"                                                      \
    "- {field: ext_to, from: ext, as: milliseconds}\n"                                             \
    "- {field: note, from: note}\n"

static const char *const forms[] = {
    "form: all\n" COLUMNS,
    "form: gb\nencoding: gb18030\nseparator: \";\"\n" COLUMNS,
    "form: stages\nseparator: \"\\t\"\nitem: id\nrequired: id\ncolumns:\n"
    "- {field: stage, from: stage, words: {b: building, u: in_use}}\n"
    "- {field: note, from: note}\n",
    "form: readings\nitem: id\nperiod: per\nrequired: id\ncolumns:\n"
    "- {field: value, from: fig, unit: m}\n"
    "- {field: reading_status, from: st, words: {p: preliminary, f: final}}\n",
    form_built_in,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_table(forms, sizeof forms / sizeof forms[0], data, size);
    return 0;
}
