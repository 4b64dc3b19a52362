/* SPDX-License-Identifier: MIT
 *
 * A value of a file, from what is written to what the struct holds.
 */
#ifndef DUBAN_LIB_APP_CONF_VALUE_H
#define DUBAN_LIB_APP_CONF_VALUE_H

#include "lib/app/conf_faults.h"

struct conf_value {
    struct duban_conf_place place;
    struct duban_slice text; /* UTF-8, may hold NUL; NUL follows it */
};

/* Whether a single value can be given for the key. */
bool conf_value_is_for(const struct duban_conf_key *key);

/* Puts the value into out, or adds what is wrong with it to faults. */
void conf_value_set(struct conf_faults *faults, const struct duban_conf_key *key,
                    const struct conf_value *value, void *out);

/* Sets a struct of the section, and those in it, to what they are when nothing is given. */
void conf_value_set_defaults(struct conf_faults *faults, const struct duban_conf_section *whole,
                             void *out);

#endif
