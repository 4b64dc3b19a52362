/* SPDX-License-Identifier: MIT
 *
 * The library of include/duban/producer.h: a report becomes an update, and a delivery that stays open
 * carries it. What can be read is judged by the protocol's own decoder before it is kept.
 */
#include "duban/producer.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/core/check.h"
#include "lib/model/answer.h"
#include "lib/model/unit.h"
#include "producers/common/delivery.h"
#include "proto/update.h"

struct duban_producer {
    struct duban_delivery delivery;
    struct duban_arena names;   /* of the office and the source */
    struct duban_arena scratch; /* of one call; the answer lies here until the next */
    struct duban_producer_answer answer;
    int lock_wait_ms;
};

/* Ends a call that failed: the text is the caller's, if it wants it. */
static enum duban_producer_rc fail(enum duban_producer_rc rc, const struct duban_err *err,
                                   struct duban_producer_error *error)
{
    if (error != NULL)
        (void)snprintf(error->text, sizeof error->text, "%s", err->text);
    return rc;
}

/* After a fault the outbox is closed: what it holds is read anew from the disk. */
static enum duban_rc ensure_open(struct duban_producer *producer, struct duban_err *err)
{
    if (producer->delivery.outbox != NULL)
        return DUBAN_OK;
    return duban_delivery_open(&producer->delivery, producer->lock_wait_ms, err);
}

static bool is_name(const char *text)
{
    struct duban_slice slice = duban_slice_of(text);

    return slice.len > 0 && slice.len <= DUBAN_ID_MAX && duban_slice_is_utf8(slice);
}

enum duban_producer_rc duban_producer_open(const char *office, const char *source, int lock_wait_ms,
                                           struct duban_producer **out_producer,
                                           struct duban_producer_error *error)
{
    struct duban_err err = {0};

    if (office == NULL || office[0] == '\0' || !is_name(source) || lock_wait_ms < 0) {
        (void)duban_err_set(
            &err, DUBAN_E_USAGE,
            "an office has a folder, a source 1 to %d bytes of UTF-8, a wait 0 ms or more",
            (int)DUBAN_ID_MAX);
        return fail(DUBAN_PRODUCER_WRONG, &err, error);
    }
    struct duban_producer *producer = calloc(1, sizeof *producer);
    DUBAN_ASSERT(producer != NULL);
    producer->lock_wait_ms = lock_wait_ms;
    producer->delivery = (struct duban_delivery){
        .dir = duban_arena_cstr(&producer->names, duban_slice_of(office)),
        .lang = DUBAN_EN,
        .source = duban_arena_cstr(&producer->names, duban_slice_of(source)),
        .is_hosted = true,
    };
    enum duban_rc rc = ensure_open(producer, &err);
    if (rc != DUBAN_OK) {
        bool is_wrong = rc == DUBAN_E_NOINPUT || rc == DUBAN_E_CONFIG;
        duban_producer_close(producer);
        return fail(is_wrong ? DUBAN_PRODUCER_WRONG : DUBAN_PRODUCER_NOT_KEPT, &err, error);
    }
    *out_producer = producer;
    return DUBAN_PRODUCER_OK;
}

void duban_producer_close(struct duban_producer *producer)
{
    if (producer == NULL)
        return;
    duban_delivery_close(&producer->delivery);
    duban_arena_fini(&producer->scratch);
    duban_arena_fini(&producer->names);
    free(producer);
}

/* NULL leaves what was said, an empty text says that nothing is known. */
static enum duban_presence presence_of(const char *text)
{
    if (text == NULL)
        return DUBAN_ABSENT;
    return text[0] == '\0' ? DUBAN_NIL : DUBAN_GIVEN;
}

static enum duban_rc wrong(struct duban_err *err, const char *field, const char *text,
                           const char *what)
{
    return duban_err_set(err, DUBAN_E_USAGE, "%s \"%.*s\" is not %s", field,
                         DUBAN_SLICE_ARGS(duban_slice_cut(duban_slice_of(text), 64)), what);
}

static enum duban_rc read_date(const char *field, const char *text, struct duban_opt_date *out,
                               struct duban_err *err)
{
    out->is = presence_of(text);
    if (out->is == DUBAN_GIVEN && !duban_date_parse(duban_slice_of(text), &out->v))
        return wrong(err, field, text, "a day as YYYY-MM-DD");
    return DUBAN_OK;
}

static enum duban_rc read_figures(const struct duban_producer_report *report,
                                  struct duban_measure_value *figure, struct duban_task *task,
                                  struct duban_err *err)
{
    enum duban_presence is = presence_of(report->value);

    task->percent.is = presence_of(report->percent);
    if (task->percent.is == DUBAN_GIVEN &&
        !duban_decimal_parse(duban_slice_of(report->percent), &task->percent.v))
        return wrong(err, "percent", report->percent, "a number in plain digits");
    *figure = (struct duban_measure_value){
        .measure = duban_slice_of(DUBAN_MEASURE_MAIN),
        .is_known = is == DUBAN_GIVEN,
        .unit = duban_slice_of(report->unit),
    };
    if (figure->is_known && !duban_decimal_parse(duban_slice_of(report->value), &figure->value))
        return wrong(err, "value", report->value, "a number in plain digits");
    if (is != DUBAN_ABSENT)
        task->measures = (struct duban_opt_measures){DUBAN_GIVEN, figure, 1};
    return DUBAN_OK;
}

/* Its texts stay the report's, its figure lies where the caller keeps it. */
static enum duban_rc read_report(const struct duban_producer_report *report,
                                 struct duban_measure_value *figure,
                                 struct duban_update *out_update, struct duban_err *err)
{
    struct duban_update update = {.type = DUBAN_TASK};
    struct duban_task *task = &update.u.task;

    update.item = duban_given_text(duban_slice_of(report->item));
    update.dept = (struct duban_opt_text){presence_of(report->dept), duban_slice_of(report->dept)};
    task->note = (struct duban_opt_text){presence_of(report->note), duban_slice_of(report->note)};
    task->state.is = presence_of(report->state);
    if (task->state.is == DUBAN_GIVEN) {
        task->state.v = duban_word_find(duban_state_words, duban_slice_of(report->state));
        if (task->state.v < 0)
            return wrong(err, "state", report->state, "a state");
    }
    enum duban_rc rc = read_figures(report, figure, task, err);
    if (rc == DUBAN_OK)
        rc = read_date("completed_on", report->completed_on, &task->completed_on, err);
    if (rc == DUBAN_OK)
        rc = read_date("forecast", report->forecast, &task->forecast_finish, err);
    if (rc == DUBAN_OK)
        rc = read_date("extend_to", report->extend_to, &task->ext_to, err);
    if (rc != DUBAN_OK)
        return rc;
    if (task->state.is + task->percent.is + task->measures.is + task->completed_on.is +
            task->forecast_finish.is + task->ext_to.is + task->note.is ==
        DUBAN_ABSENT)
        return duban_err_set(err, DUBAN_E_USAGE, "there is nothing to report but the item");
    *out_update = update;
    return DUBAN_OK;
}

/* Appends the update to out, if the aggregator could read it. */
static enum duban_rc encode(const struct duban_producer_report *report, struct duban_arena *scratch,
                            struct duban_buf *out, struct duban_err *err)
{
    struct duban_measure_value figure;
    struct duban_update update;
    struct duban_verdict verdict = {0};

    if (report->size != sizeof *report)
        return duban_err_set(err, DUBAN_E_USAGE, "size is not that of the report's structure");
    enum duban_rc rc = read_report(report, &figure, &update, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_update_encode(&update, out);
    if (!duban_update_decode(duban_buf_slice(out), scratch, &update, &verdict))
        return duban_err_set(err, DUBAN_E_USAGE, "%s: %s", duban_answer_name(verdict.answer),
                             verdict.detail);
    return DUBAN_OK;
}

enum duban_producer_rc duban_producer_publish(struct duban_producer *producer,
                                              const struct duban_producer_report *report,
                                              uint64_t *out_seq, struct duban_producer_error *error)
{
    struct duban_delivery *delivery = &producer->delivery;
    struct duban_err err = {0};
    struct duban_buf body = {0};
    enum duban_producer_rc result = DUBAN_PRODUCER_WRONG;

    duban_arena_reset(&producer->scratch);
    enum duban_rc rc = encode(report, &producer->scratch, &body, &err);
    if (rc == DUBAN_OK) {
        struct duban_slice update = duban_buf_slice(&body);
        result = DUBAN_PRODUCER_NOT_KEPT;
        rc = ensure_open(producer, &err);
        if (rc == DUBAN_OK)
            rc = duban_delivery_keep(delivery, &update, 1, &err);
        if (rc == DUBAN_E_IO)
            duban_delivery_close(delivery); /* nothing that it remembers may be relied on */
    }
    duban_buf_fini(&body);
    if (rc != DUBAN_OK)
        return fail(result, &err, error);
    *out_seq = delivery->last;
    return DUBAN_PRODUCER_OK;
}

/* All that was kept is answered, or err says why not. */
static bool is_answered(const struct duban_delivery *delivery, struct duban_err *err)
{
    uint64_t answered = duban_outbox_answered(delivery->outbox);

    if (answered >= delivery->last)
        return true;
    (void)duban_err_set(err, DUBAN_E_AGAIN, "answered up to %llu of %llu%s",
                        (unsigned long long)answered, (unsigned long long)delivery->last,
                        delivery->is_unknown ? "; the aggregator does not know the source" : "");
    return false;
}

enum duban_producer_rc duban_producer_wait(struct duban_producer *producer, int timeout_ms,
                                           struct duban_producer_error *error)
{
    struct duban_delivery *delivery = &producer->delivery;
    struct duban_err err = {0};

    if (timeout_ms < 0) {
        (void)duban_err_set(&err, DUBAN_E_USAGE, "%d ms is no time to wait", timeout_ms);
        return fail(DUBAN_PRODUCER_WRONG, &err, error);
    }
    if (ensure_open(producer, &err) != DUBAN_OK)
        return fail(DUBAN_PRODUCER_NOT_KEPT, &err, error);
    delivery->wait_ms = timeout_ms;
    enum duban_rc rc = duban_delivery_run(delivery, &err);
    if (rc == DUBAN_OK && is_answered(delivery, &err))
        return DUBAN_PRODUCER_OK;
    if (rc != DUBAN_OK)
        duban_delivery_close(delivery);
    return fail(DUBAN_PRODUCER_KEPT, &err, error);
}

static const char *sentence(struct duban_producer *producer, enum duban_lang lang,
                            const struct duban_result *result)
{
    struct duban_buf text = {0};

    duban_text_put_answer(&text, lang, result->code, result->detail);
    const char *copy = duban_arena_cstr(&producer->scratch, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return copy;
}

static enum duban_producer_verdict verdict_of(struct duban_slice code)
{
    if (code.len == 0)
        return DUBAN_PRODUCER_UNANSWERED;
    if (duban_answer_is_refusal(code))
        return DUBAN_PRODUCER_REFUSED;
    return duban_slice_has_prefix(code, "W_") ? DUBAN_PRODUCER_WARNED : DUBAN_PRODUCER_ACCEPTED;
}

enum duban_producer_rc duban_producer_read_answer(struct duban_producer *producer, uint64_t seq,
                                                  const struct duban_producer_answer **out_answer,
                                                  struct duban_producer_error *error)
{
    struct duban_err err = {0};
    struct duban_result result = {0};

    duban_arena_reset(&producer->scratch);
    enum duban_rc rc = ensure_open(producer, &err);
    if (rc == DUBAN_OK && (seq == 0 || seq > duban_outbox_last(producer->delivery.outbox))) {
        (void)duban_err_set(&err, DUBAN_E_USAGE, "no report has the number %llu",
                            (unsigned long long)seq);
        return fail(DUBAN_PRODUCER_WRONG, &err, error);
    }
    if (rc == DUBAN_OK)
        rc = duban_outbox_answer_of(producer->delivery.outbox, seq, &producer->scratch, &result,
                                    &err);
    if (rc != DUBAN_OK)
        return fail(DUBAN_PRODUCER_NOT_KEPT, &err, error);
    bool is_there = result.code.len > 0;
    producer->answer = (struct duban_producer_answer){
        .verdict = verdict_of(result.code),
        .code = duban_arena_cstr(&producer->scratch, result.code),
        .detail = duban_arena_cstr(&producer->scratch, result.detail),
        .en = is_there ? sentence(producer, DUBAN_EN, &result) : "",
        .zh = is_there ? sentence(producer, DUBAN_ZH, &result) : "",
    };
    *out_answer = &producer->answer;
    return DUBAN_PRODUCER_OK;
}
