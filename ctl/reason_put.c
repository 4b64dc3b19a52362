/* SPDX-License-Identifier: MIT
 *
 * Reasons on their way out: as sentences, and as members of JSON.
 */
#include <inttypes.h>
#include <string.h>

#include "ctl/reason.h"
#include "lib/text/escape.h"

void reason_put_bp(struct duban_buf *out, int64_t bp)
{
    int64_t size = bp < 0 ? -bp : bp;

    duban_buf_printf(out, "%" PRId64 ".%02" PRId64, size / 100, size % 100);
}

/* 10 for a threshold of 10.00 points. */
static void put_points(struct duban_buf *out, int64_t bp)
{
    if (bp % 100 == 0)
        duban_buf_printf(out, "%" PRId64, (bp < 0 ? -bp : bp) / 100);
    else
        reason_put_bp(out, bp);
}

/* overdue lag: 逾期、滞后 */
static void put_words(struct duban_buf *out, enum duban_lang lang, struct duban_slice words)
{
    enum { WORD_BYTES = 32 };
    char word[WORD_BYTES];

    while (words.len > 0) {
        const char *blank = memchr(words.at, ' ', words.len);
        size_t len = blank == NULL ? words.len : (size_t)(blank - words.at);
        size_t used = blank == NULL ? len : len + 1;
        size_t copied = len < sizeof word - 1 ? len : sizeof word - 1;
        memcpy(word, words.at, copied);
        word[copied] = '\0';
        duban_buf_puts(out, duban_text_word(lang, word));
        words = (struct duban_slice){words.at + used, words.len - used};
        duban_buf_puts(out, words.len > 0 ? duban_text(lang, DUBAN_TEXT_CONF_COMMA) : "");
    }
}

static void put_fact(struct duban_buf *out, enum duban_lang lang, const struct reason_fact *fact)
{
    char date[DUBAN_DATE_BYTES];

    switch (fact->kind) {
    case FACT_COUNT:
        duban_buf_printf(out, "%" PRId64, fact->number);
        break;
    case FACT_SHARE:
        reason_put_bp(out, fact->number);
        duban_buf_puts(out, "%");
        break;
    case FACT_LIMIT:
        put_points(out, fact->number);
        duban_buf_puts(out, "%");
        break;
    case FACT_POINTS:
        put_points(out, fact->number);
        break;
    case FACT_DAY:
        duban_buf_puts(out, duban_date_print((struct duban_date){(int32_t)fact->number}, date));
        break;
    case FACT_TEXT:
        duban_buf_put(out, fact->text);
        break;
    case FACT_WORDS:
        put_words(out, lang, fact->text);
        break;
    }
    duban_buf_put(out, (struct duban_slice){"", 1}); /* NUL */
}

static void put_part(struct duban_buf *out, enum duban_lang lang, const struct reason_part *part)
{
    const char *args[DUBAN_TEXT_ARGS_MAX + 1] = {NULL};
    struct duban_buf texts[DUBAN_TEXT_ARGS_MAX] = {{0}};

    for (size_t i = 0; i < part->n; i++) {
        put_fact(&texts[i], lang, &part->facts[i]);
        args[i] = texts[i].at;
    }
    duban_text_put(out, lang, part->id, args);
    for (size_t i = 0; i < part->n; i++)
        duban_buf_fini(&texts[i]);
}

void reason_put(struct duban_buf *out, enum duban_lang lang, const struct reason_part *parts,
                size_t n)
{
    for (size_t i = 0; i < n; i++) {
        duban_buf_puts(out, i > 0 ? duban_text(lang, DUBAN_TEXT_DIGEST_AND) : "");
        put_part(out, lang, &parts[i]);
    }
}

static void put_json_fact(struct duban_buf *out, const struct reason_fact *fact)
{
    char date[DUBAN_DATE_BYTES];

    duban_buf_printf(out, ",\"%s\":", fact->name);
    switch (fact->kind) {
    case FACT_COUNT:
    case FACT_SHARE:
    case FACT_LIMIT:
    case FACT_POINTS:
        duban_buf_printf(out, "%" PRId64, fact->number);
        break;
    case FACT_DAY:
        duban_buf_printf(out, "\"%s\"",
                         duban_date_print((struct duban_date){(int32_t)fact->number}, date));
        break;
    case FACT_TEXT:
    case FACT_WORDS:
        duban_escape_json(out, fact->text);
        break;
    }
}

void reason_put_json(struct duban_buf *out, const struct reason_part *parts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].n; k++)
            if (parts[i].facts[k].name != NULL)
                put_json_fact(out, &parts[i].facts[k]);
}
