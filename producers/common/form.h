/* SPDX-License-Identifier: MIT
 *
 * A form: what a kind of table looks like, as a YAML file says it. Which file holds what of whom is not
 * here: a form is apart from the department that uses it.
 */
#ifndef DUBAN_PRODUCERS_COMMON_FORM_H
#define DUBAN_PRODUCERS_COMMON_FORM_H

#include "lib/app/conf.h"
#include "lib/core/charset.h"
#include "lib/core/crypto.h"

/* What a column can be read as. */
enum form_field {
    FORM_STATE,
    FORM_STAGE,
    FORM_PERCENT,
    FORM_VALUE,
    FORM_READING_STATUS,
    FORM_COMPLETED_ON,
    FORM_FORECAST_FINISH,
    FORM_EXT_TO,
    FORM_NOTE,
    FORM_N_FIELDS
};

extern const char
    *const form_field_words[FORM_N_FIELDS + 1]; /* as the views call them; ends with NULL */

enum form_kind { FORM_CSV, FORM_JSON };
enum form_scale { FORM_PERCENTAGE, FORM_FRACTION };
enum form_days { FORM_DAYS, FORM_MILLISECONDS };

/* One field of the update, and the column that it comes from. Percent and value may have several: of
 * those that are filled the last counts. */
struct form_column {
    struct duban_conf_place place;
    int field; /* enum form_field */
    const char *from;
    const char *unit_from, *unit; /* value: the column with its unit, or the unit; at most one */
    struct duban_conf_pairs
        words; /* state, reading_status: the form's words, and ours; stage: and the plan's */
    int scale; /* percent: enum form_scale; else -1 */
    int as;    /* a date: enum form_days; else -1 */
};

struct form {
    const char *name;
    int kind;              /* enum form_kind */
    int encoding;          /* enum duban_charset */
    const char *separator; /* , ; tab, or | in UTF-8 */
    /* CSV that duban wrote: cells are as duban_escape_csv() writes them, a row in which nothing is filled
     * in says nothing as long as nothing was reported, and figures may be negative, as known ones may. */
    bool prefilled;
    const char *rows, *total; /* JSON: where an object has its rows, and their number; NULL */
    const char *item;         /* the column with the item's id */
    const char *period;       /* of readings: the column with their period; else NULL */
    struct duban_conf_texts required; /* without one of them a file is held */
    struct duban_conf_list columns;   /* struct form_column */
};

/* Reads the form file at conf->path, or the built-in one where that is DUBAN_FORM_BUILT_IN. Faults are
 * told in conf->faults; with any, out is of no use. What it holds lies in conf->arena. out_sha256: of the
 * form's text; may be NULL.
 * E_NOINPUT, E_PERM, E_DATA (over 1 MiB), E_IO: of the file as a whole. */
DUBAN_MUST_USE enum duban_rc form_read(struct duban_conf *conf, struct form *out_form,
                                       char out_sha256[DUBAN_SHA256_BYTES], struct duban_err *err);

/* The same of bytes: reads no file. */
void form_parse(struct duban_conf *conf, struct duban_slice bytes, struct form *out_form);

/* The text of the built-in form: of the tables that `duban form` writes. */
extern const char form_built_in[];

#endif
