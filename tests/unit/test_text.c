/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <criterion/criterion.h>

#include "lib/model/answer.h"
#include "lib/text/text.h"

/* The placeholders of a sentence, as a set of bits. A brace that belongs to none is a slip. */
static unsigned placeholders(const char *text)
{
    unsigned set = 0;

    while ((text = strpbrk(text, "{}")) != NULL) {
        cr_assert(text[0] == '{' && text[1] >= '1' && text[1] <= '0' + DUBAN_TEXT_ARGS_MAX &&
                      text[2] == '}',
                  "%s", text);
        set |= 1U << (text[1] - '0');
        text += 3;
    }
    return set;
}

Test(texts, say_the_same_in_both_languages)
{
    for (int i = 0; i < DUBAN_N_TEXTS; i++) {
        const char *zh = duban_text(DUBAN_ZH, (enum duban_text_id)i);
        const char *en = duban_text(DUBAN_EN, (enum duban_text_id)i);
        cr_assert(zh[0] != '\0' && en[0] != '\0', "text %d is empty", i);
        cr_assert(duban_slice_is_utf8(duban_slice_of(zh)), "%s", en);
        cr_assert(duban_slice_is_utf8(duban_slice_of(en)), "%s", en);
        cr_assert_eq(placeholders(zh), placeholders(en), "%s", en);
    }
}

Test(texts, count_their_placeholders_from_one)
{
    for (int i = 0; i < DUBAN_N_TEXTS; i++) {
        const char *text = duban_text(DUBAN_EN, (enum duban_text_id)i);
        unsigned set = placeholders(text) >> 1;
        cr_assert_eq(set & (set + 1), 0, "a number is missing: %s", text);
    }
}

Test(texts, are_found_by_their_names)
{
    enum duban_text_id id = DUBAN_TEXT_PROGRESS;

    cr_assert(duban_text_find(duban_slice_of("E_FIELD"), &id));
    cr_assert_eq(id, DUBAN_TEXT_E_FIELD);
    cr_assert_not(duban_text_find(duban_slice_of("E_FIELDS"), &id));
    cr_assert_not(duban_text_find(duban_slice_of("e_field"), &id));
    cr_assert_not(duban_text_find(duban_slice_of(""), &id));
    cr_assert_eq(id, DUBAN_TEXT_E_FIELD, "untouched where there is none");
}

Test(texts, have_a_sentence_for_every_answer)
{
    for (int i = 0; i < DUBAN_N_ANSWERS; i++) {
        const char *name = duban_answer_name((enum duban_answer)i);
        enum duban_text_id id;
        cr_assert(duban_text_find(duban_slice_of(name), &id), "%s", name);
        cr_assert_eq(placeholders(duban_text(DUBAN_EN, id)) & ~2U, 0, "%s: {1} is all there is",
                     name);
    }
}

static const char *put(enum duban_lang lang, enum duban_text_id id, const char *const *args)
{
    static char text[1024];
    struct duban_buf out = {0};

    duban_text_put(&out, lang, id, args);
    cr_assert_lt(out.len, sizeof text);
    memcpy(text, out.at, out.len);
    text[out.len] = '\0';
    duban_buf_fini(&out);
    return text;
}

Test(sentence, is_filled_in)
{
    static const struct {
        const char *when;
        enum duban_lang lang;
        enum duban_text_id id;
        const char *args[4], *want;
    } rows[] = {
        {"nothing to fill in", DUBAN_EN, DUBAN_TEXT_OPTIONS, {NULL}, "Options:"},
        {"Chinese", DUBAN_ZH, DUBAN_TEXT_PROGRESS, {"3", "7"}, "已回执 3/7"},
        {"English", DUBAN_EN, DUBAN_TEXT_PROGRESS, {"3", "7"}, "3 of 7 answered"},
        {"one that is missing is left out", DUBAN_EN, DUBAN_TEXT_PROGRESS, {"3"}, "3 of  answered"},
        {"one too many is left out", DUBAN_EN, DUBAN_TEXT_USAGE, {"a", "b"}, "Usage: a"},
        {"one that is used twice",
         DUBAN_EN,
         DUBAN_TEXT_NO_STORE,
         {"d"},
         "there is no log in d yet; run duban aggregator --dir d first"},
        {"what is filled in is data",
         DUBAN_EN,
         DUBAN_TEXT_ANSWER,
         {"{2}", "{1} %s"},
         "{2}: {1} %s"},
        {"control bytes in it are made visible",
         DUBAN_EN,
         DUBAN_TEXT_USAGE,
         {"\x1b[2J\n"},
         "Usage: \ufffd[2J "},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_str_eq(put(rows[i].lang, rows[i].id, rows[i].args), rows[i].want, "%s",
                         rows[i].when);
}

Test(answer, is_said_with_its_detail)
{
    static const struct {
        const char *when;
        enum duban_lang lang;
        const char *code, *detail, *want;
    } rows[] = {
        {"no detail needed", DUBAN_ZH, "OK", "", "已收"},
        {"a detail", DUBAN_EN, "E_TOO_LARGE", "note: 16385 bytes",
         "too much at once (note: 16385 bytes); shorten the note"},
        {"a detail that is not there", DUBAN_EN, "E_UNKNOWN_ITEM", "",
         "refused: the plan has no such item; near ids: –"},
        {"a detail that is not for this unit", DUBAN_ZH, "E_FORBIDDEN", "甲单位",
         "退回：该事项不由贵单位负责；请核对编号，或联系督办员"},
        {"a code of a newer aggregator", DUBAN_ZH, "E_NEW", "为何", "E_NEW 为何"},
        {"control bytes in the code", DUBAN_EN, "E_\x07", "\x1b[m", "E_\ufffd \ufffd[m"},
        {"control bytes in the detail", DUBAN_EN, "E_TOO_LARGE", "\x1b[m",
         "too much at once (\ufffd[m); shorten the note"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_buf out = {0};
        duban_text_put_answer(&out, rows[i].lang, duban_slice_of(rows[i].code),
                              duban_slice_of(rows[i].detail));
        cr_assert(duban_slice_is(duban_buf_slice(&out), rows[i].want), "%s: %.*s", rows[i].when,
                  DUBAN_SLICE_ARGS(duban_buf_slice(&out)));
        duban_buf_fini(&out);
    }
}
