/* SPDX-License-Identifier: MIT
 *
 * What is wrong with a file that is being read: collected as it is found, told in the order of the
 * file.
 */
#ifndef DUBAN_LIB_APP_CONF_FAULTS_H
#define DUBAN_LIB_APP_CONF_FAULTS_H

#include "lib/app/conf.h"

struct conf_fault {
    struct duban_conf_place place;
    size_t number; /* from 0, as they were found */
    const char *sentence;
};

struct conf_faults {
    const struct duban_conf *conf;
    struct duban_arena scratch; /* what lives no longer than this */
    struct conf_fault *at;
    size_t n;
};

void conf_faults_fini(struct conf_faults *faults);

/* Borrows the sentence. */
void conf_faults_add(struct conf_faults *faults, struct duban_conf_place place,
                     const char *sentence);

/* Adds them to the conf that they are about. */
void conf_faults_tell(const struct conf_faults *faults, struct duban_conf *conf);

/* Words for a sentence; they live as long as faults. */
const char *conf_faults_say(struct conf_faults *faults, enum duban_text_id id,
                            const char *const *args);
const char *conf_faults_number(struct conf_faults *faults, int64_t number);
const char *conf_faults_shown(struct conf_faults *faults,
                              struct duban_slice text); /* cut if it is long */
const char *conf_faults_joined(struct conf_faults *faults, const char *const *names);

/* The one among names, which end with NULL, that text may be a slip of the finger for, or NULL. */
const char *conf_faults_nearest(const char *const *names, struct duban_slice text);

/* The entries with room for one more, in the arena. They are the same ones unless n is 0 or a power
 * of two. */
void *conf_faults_room(struct duban_arena *arena, void *entries, size_t n, size_t size);

#define CONF_SAY(faults, id, ...)                                                                  \
    conf_faults_say(faults, DUBAN_TEXT_CONF_##id, (const char *const[]){__VA_ARGS__, NULL})
#define CONF_FAULT(faults, place, id, ...)                                                         \
    conf_faults_add(faults, place, CONF_SAY(faults, id, __VA_ARGS__))

#endif
