/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <criterion/criterion.h>

#include "lib/model/answer.h"

Test(answer, has_a_name_of_its_own)
{
    for (int i = 0; i < DUBAN_N_ANSWERS; i++) {
        const char *name = duban_answer_name((enum duban_answer)i);
        cr_assert_neq(name, NULL, "answer %d", i);
        cr_assert(strlen(name) > 0 && strlen(name) <= DUBAN_CODE_MAX, "%s", name);
        for (int k = 0; k < i; k++)
            cr_assert_str_neq(name, duban_answer_name((enum duban_answer)k));
    }
    cr_assert_str_eq(duban_answer_name(DUBAN_ANSWER_OK), "OK");
    cr_assert_str_eq(duban_answer_name(DUBAN_ANSWER_E_EPOCH_OLD), "E_EPOCH_OLD");
}

Test(answer, is_understood_by_its_name_alone)
{
    static const struct {
        const char *when, *name;
        bool is_refusal, is_change;
    } rows[] = {
        {"accepted", "OK", false, true},
        {"accepted without effect", "NOCHANGE", false, false},
        {"accepted with a warning", "W_DECREASE", false, true},
        {"refused", "E_FIELD", true, false},
        {"a refusal that only a newer aggregator knows", "E_TOMORROW", true, false},
        {"an acceptance that only a newer aggregator knows", "EARLY", false, true},
        {"a small letter", "e_field", false, true},
        {"too short for a refusal", "E", false, true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_slice name = duban_slice_of(rows[i].name);
        cr_assert_eq(duban_answer_is_refusal(name), rows[i].is_refusal, "%s", rows[i].when);
        cr_assert_eq(duban_answer_is_change(name), rows[i].is_change, "%s", rows[i].when);
    }
}

Test(verdict, cuts_its_detail_at_a_character)
{
    static const struct {
        const char *when;
        size_t n_letters;   /* of one byte, */
        const char *behind; /* then this */
        size_t want;
    } rows[] = {
        {"nothing", 0, "", 0},
        {"one byte less than there is room for", 510, "", 510},
        {"as long as there is room for", 511, "", 511},
        {"one byte too long", 512, "", 511},
        {"a character that just fits", 508, "事", 511},
        {"a character of which two bytes would fit", 509, "事", 509},
        {"a character of which one byte would fit", 510, "事", 510},
        {"twice as long", 1022, "事", 511},
    };
    struct duban_verdict verdict;
    char text[1100];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memset(text, 'a', rows[i].n_letters);
        (void)snprintf(text + rows[i].n_letters, 8, "%s", rows[i].behind);
        cr_assert_eq(duban_verdict_set(&verdict, DUBAN_ANSWER_E_FIELD, "%s", text), &verdict);
        cr_assert_eq(verdict.answer, DUBAN_ANSWER_E_FIELD);
        cr_assert_eq(strlen(verdict.detail), rows[i].want, "%s: %zu", rows[i].when,
                     strlen(verdict.detail));
        cr_assert_eq(strncmp(verdict.detail, text, rows[i].want), 0, "%s", rows[i].when);
    }
}
