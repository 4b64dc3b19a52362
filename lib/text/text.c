/* SPDX-License-Identifier: MIT */
#include "lib/text/text.h"

#include "lib/text/escape.h"

static const struct {
    const char *name;
    const char *words[2]; /* by enum duban_lang */
} texts[] = {
#define X(id, zh, en) [DUBAN_TEXT_##id] = {#id, {zh, en}},
    DUBAN_TEXTS(X)
#undef X
};

const char *duban_text(enum duban_lang lang, enum duban_text_id id)
{
    return texts[id].words[lang];
}

bool duban_text_find(struct duban_slice name, enum duban_text_id *out_id)
{
    for (size_t i = 0; i < DUBAN_N_TEXTS; i++)
        if (duban_slice_is(name, texts[i].name)) {
            *out_id = (enum duban_text_id)i;
            return true;
        }
    return false;
}

const char *duban_text_word(enum duban_lang lang, const char *word)
{
    enum duban_text_id id;

    return duban_text_find(duban_slice_of(word), &id) ? duban_text(lang, id) : word;
}

/* {1} … {9} at at: the number, else 0. */
static size_t placeholder(const char *at)
{
    return at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}' ? (size_t)(at[1] - '0') : 0;
}

void duban_text_put(struct duban_buf *out, enum duban_lang lang, enum duban_text_id id,
                    const char *const *args)
{
    size_t n_args = 0;

    while (args[n_args] != NULL)
        n_args++;
    for (const char *at = duban_text(lang, id); *at != '\0'; at++) {
        size_t n = placeholder(at);
        if (n == 0)
            duban_buf_put(out, (struct duban_slice){at, 1});
        else if (n <= n_args)
            duban_escape_terminal(out, duban_slice_of(args[n - 1]));
        at += n == 0 ? 0 : 2;
    }
}

void duban_text_put_answer(struct duban_buf *out, enum duban_lang lang, struct duban_slice code,
                           struct duban_slice detail)
{
    enum duban_text_id id;
    struct duban_buf arg = {0};

    duban_buf_put(&arg, detail.len == 0 ? duban_slice_of("–") : detail);
    duban_buf_put(&arg, (struct duban_slice){"", 1}); /* NUL */
    if (duban_text_find(code, &id)) {
        DUBAN_SAY(out, lang, id, arg.at);
    } else {
        duban_escape_terminal(out, code);
        duban_buf_puts(out, detail.len == 0 ? "" : " ");
        duban_escape_terminal(out, detail);
    }
    duban_buf_fini(&arg);
}
