/* SPDX-License-Identifier: MIT */
#include "ctl/evidence.h"

#include <inttypes.h>
#include <stdio.h>

#include "ctl/content.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"
#include "proto/update.h"

enum { LAST_REPORTS = 5, CONTENT_BYTES = 150, N_COLUMNS = 7 };

static const struct {
    const char *name; /* in JSON */
    enum duban_text_id heading;
} kinds[N_EVIDENCE] = {
    [EVIDENCE_PLAN] = {"plan", DUBAN_TEXT_EXPLAIN_PLAN},
    [EVIDENCE_DUE] = {"due_current", DUBAN_TEXT_ITEM_DUE_CURRENT},
    [EVIDENCE_STATE] = {"state", DUBAN_TEXT_ITEM_STATE},
    [EVIDENCE_PROGRESS] = {"progress", DUBAN_TEXT_ITEM_PROGRESS},
    [EVIDENCE_VALUE] = {"value", DUBAN_TEXT_ITEM_VALUE},
    [EVIDENCE_STAGE] = {"stage", DUBAN_TEXT_COLUMN_STAGE},
    [EVIDENCE_COMPLETED_ON] = {"completed_on", DUBAN_TEXT_ITEM_COMPLETED_ON},
    [EVIDENCE_FORECAST] = {"forecast_finish", DUBAN_TEXT_ITEM_FORECAST},
    [EVIDENCE_EXT_TO] = {"ext_to", DUBAN_TEXT_ITEM_EXT_TO},
    [EVIDENCE_NOTE] = {"note", DUBAN_TEXT_COLUMN_NOTE},
    [EVIDENCE_SEEN] = {"seen_on", DUBAN_TEXT_EXPLAIN_SEEN},
};

/* An entry that may be needed, in the order of the log backwards. */
struct found {
    struct found *before;
    struct evidence evidence;
    bool is_report;
    struct duban_decided decided;         /* a decision's day and deadline */
    enum duban_presence says[N_EVIDENCE]; /* NIL: that nothing is known any more */
};

struct walk {
    const struct duban_item *item;
    uint64_t last;
    struct evidence_list *list;
    struct duban_arena scratch;
    struct found *newest;
    size_t n;
};

static enum duban_presence value_in(const struct duban_task *task)
{
    if (task->measures.is != DUBAN_GIVEN || task->measures.n == 0)
        return DUBAN_ABSENT;
    return task->measures.at[0].is_known ? DUBAN_GIVEN : DUBAN_NIL; /* main is the only measure */
}

static void read_task(const struct duban_task *task, enum duban_presence says[N_EVIDENCE])
{
    says[EVIDENCE_STATE] = task->state.is;
    says[EVIDENCE_PROGRESS] = task->percent.is;
    says[EVIDENCE_VALUE] = value_in(task);
    says[EVIDENCE_STAGE] = task->stage.is;
    says[EVIDENCE_COMPLETED_ON] = task->completed_on.is;
    says[EVIDENCE_FORECAST] = task->forecast_finish.is;
    says[EVIDENCE_EXT_TO] = task->ext_to.is;
    says[EVIDENCE_NOTE] = task->note.is;
}

static bool holds(const struct duban_opt_texts *texts, struct duban_slice text)
{
    for (size_t i = 0; texts->is == DUBAN_GIVEN && i < texts->n; i++)
        if (duban_slice_equal(texts->at[i], text))
            return true;
    return false;
}

/* Whether a unit's file showed the item, which was reported before: it was accepted and neither lacked the
 * item nor had its row refused. */
static bool shows(const struct duban_update *update, const struct duban_item *item)
{
    const struct duban_rowset *rowset = &update->u.rowset;

    if (!item->is_heard || update->type != DUBAN_ROWSET || update->dept.is != DUBAN_GIVEN ||
        !duban_slice_equal(update->dept.v, item->plan.reporter) ||
        rowset->decision.is != DUBAN_GIVEN || rowset->decision.v != DUBAN_FILE_ACCEPTED ||
        holds(&rowset->missing, item->id))
        return false;
    for (size_t i = 0; rowset->rejected.is == DUBAN_GIVEN && i < rowset->rejected.n; i++)
        if (duban_slice_equal(rowset->rejected.at[i].key, item->id))
            return false;
    return true;
}

static bool is_about(const struct duban_update *update, const struct duban_item *item)
{
    bool has_item = update->type == DUBAN_ITEM_SET || update->type == DUBAN_DECIDE ||
                    duban_update_is_report(update);

    return has_item && update->item.is == DUBAN_GIVEN &&
           duban_slice_equal(update->item.v, item->id);
}

static void read_update(struct found *found, const struct duban_update *update)
{
    found->is_report = duban_update_is_report(update);
    if (update->type == DUBAN_ITEM_SET)
        found->says[EVIDENCE_PLAN] = DUBAN_GIVEN;
    if (update->type == DUBAN_ROWSET || found->is_report)
        found->says[EVIDENCE_SEEN] = DUBAN_GIVEN;
    if (update->type == DUBAN_TASK || update->type == DUBAN_PROJECT)
        read_task(&update->u.task, found->says);
    if (update->type != DUBAN_DECIDE)
        return;
    found->evidence.is_decision = true;
    found->decided.decision = (enum duban_decision)update->u.decide.decision.v;
    found->decided.decided_on = update->u.decide.decided_on.v;
}

static enum duban_rc on_row(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    struct walk *walk = arg;
    struct duban_update update;
    struct duban_verdict verdict;
    struct duban_buf content = {0};

    (void)err;
    duban_arena_reset(&walk->scratch);
    if (row->lsn > walk->last || duban_answer_is_refusal(row->code) ||
        !duban_update_decode(row->bytes, &walk->scratch, &update, &verdict) ||
        !(is_about(&update, walk->item) || shows(&update, walk->item)))
        return DUBAN_OK;
    struct found *found = duban_arena_new(walk->list->arena, 1, sizeof *found);
    content_put(&content, walk->list->lang, row, &update);
    *found = (struct found){
        .before = walk->newest,
        .evidence = {.lsn = row->lsn,
                     .epoch = row->epoch,
                     .seq = row->seq,
                     .received = row->received,
                     .source = duban_arena_copy(walk->list->arena, row->source),
                     .code = duban_arena_copy(walk->list->arena, row->code),
                     .content = duban_arena_copy(walk->list->arena,
                                                 duban_slice_trim(duban_buf_slice(&content))),
                     .type = duban_update_type_words[update.type]}};
    read_update(found, &update);
    walk->newest = found;
    walk->n++;
    duban_buf_fini(&content);
    return DUBAN_OK;
}

/* The decision that set the deadline that counts: the last approved one by its day, of equal days the
 * later in the log. */
static void mark_deadline(const struct walk *walk)
{
    struct found *last = NULL;

    for (struct found *found = walk->newest; found != NULL; found = found->before)
        if (found->evidence.is_decision && found->decided.decision == DUBAN_APPROVED &&
            (last == NULL || found->decided.decided_on.days > last->decided.decided_on.days))
            last = found;
    if (last != NULL)
        last->evidence.gives[EVIDENCE_DUE] = true;
}

static bool is_needed(const struct found *found, int *n_reports)
{
    bool is_needed = found->evidence.is_decision;

    for (int i = 0; i < N_EVIDENCE; i++)
        is_needed = is_needed || found->evidence.gives[i];
    if (found->is_report && (*n_reports)++ < LAST_REPORTS)
        is_needed = true;
    return is_needed;
}

/* Each thing is given by the last entry that says it. */
static void choose(const struct walk *walk)
{
    struct evidence *chosen = duban_arena_new(walk->list->arena, walk->n, sizeof *chosen);
    bool is_said[N_EVIDENCE] = {false};
    size_t first = walk->n;
    int n_reports = 0;

    mark_deadline(walk);
    for (struct found *found = walk->newest; found != NULL; found = found->before) {
        for (int i = 0; i < N_EVIDENCE; i++)
            if (found->says[i] != DUBAN_ABSENT && !is_said[i]) {
                is_said[i] = true;
                found->evidence.gives[i] = found->says[i] == DUBAN_GIVEN;
            }
        if (is_needed(found, &n_reports))
            chosen[--first] = found->evidence;
    }
    walk->list->at = chosen + first;
    walk->list->n = walk->n - first;
}

enum duban_rc evidence_collect(struct duban_store *store, const struct duban_item *item,
                               uint64_t last, struct evidence_list *list, struct duban_err *err)
{
    struct walk walk = {.item = item, .last = last, .list = list};

    enum duban_rc rc = duban_store_each(store, 1, DUBAN_EVER, on_row, &walk, err);
    duban_arena_fini(&walk.scratch);
    if (rc == DUBAN_OK)
        choose(&walk);
    return rc;
}

/* source/epoch/seq: the name of an update, as its outbox has it too. */
static struct duban_slice identity_of(const struct evidence *evidence, struct duban_arena *arena)
{
    struct duban_buf text = {0};

    duban_buf_printf(&text, "%.*s/%016" PRIx64 "/%" PRIu64, DUBAN_SLICE_ARGS(evidence->source),
                     evidence->epoch, evidence->seq);
    struct duban_slice kept = duban_arena_copy(arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

static struct duban_slice gives_of(const struct evidence *evidence, enum duban_lang lang,
                                   struct duban_arena *arena)
{
    struct duban_buf text = {0};

    for (int i = 0; i < N_EVIDENCE; i++)
        if (evidence->gives[i])
            duban_buf_printf(&text, "%s%s",
                             text.len > 0 ? duban_text(lang, DUBAN_TEXT_CONF_COMMA) : "",
                             duban_text(lang, kinds[i].heading));
    struct duban_slice kept = duban_arena_copy(arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

static struct duban_slice cut(struct duban_slice text, struct duban_arena *arena)
{
    struct duban_slice cut = duban_slice_cut(text, CONTENT_BYTES);
    struct duban_buf out = {0};

    duban_buf_put(&out, cut);
    duban_buf_puts(&out, cut.len < text.len ? "…" : "");
    struct duban_slice kept = duban_arena_copy(arena, duban_buf_slice(&out));
    duban_buf_fini(&out);
    return kept;
}

void evidence_put_table(struct duban_buf *out, const struct evidence_list *list)
{
    static const enum duban_text_id headings[N_COLUMNS] = {
        DUBAN_TEXT_LOG_LSN,    DUBAN_TEXT_LOG_RECEIVED,  DUBAN_TEXT_EXPLAIN_IDENTITY,
        DUBAN_TEXT_LOG_RESULT, DUBAN_TEXT_EXPLAIN_GIVES, DUBAN_TEXT_LOG_TYPE,
        DUBAN_TEXT_LOG_CONTENT};
    struct duban_table table = {.arena = list->arena, .n_columns = N_COLUMNS};
    struct duban_slice cells[N_COLUMNS];
    char lsn[24];
    char received[DUBAN_INSTANT_BYTES];

    for (size_t i = 0; i < N_COLUMNS; i++)
        cells[i] = duban_slice_of(duban_text(list->lang, headings[i]));
    duban_table_add(&table, cells);
    for (size_t i = 0; i < list->n; i++) {
        (void)snprintf(lsn, sizeof lsn, "%" PRIu64, list->at[i].lsn);
        cells[0] = duban_slice_of(lsn);
        cells[1] = duban_slice_of(duban_instant_print(list->at[i].received, received));
        cells[2] = identity_of(&list->at[i], list->arena);
        cells[3] = list->at[i].code;
        cells[4] = gives_of(&list->at[i], list->lang, list->arena);
        cells[5] = duban_slice_of(list->at[i].type);
        cells[6] = cut(list->at[i].content, list->arena);
        duban_table_add(&table, cells);
    }
    duban_table_print(&table, out);
}

static void put_json_gives(struct duban_buf *out, const struct evidence *evidence)
{
    const char *mark = "";

    duban_buf_puts(out, ",\"gives\":[");
    for (int i = 0; i < N_EVIDENCE; i++)
        if (evidence->gives[i]) {
            duban_buf_printf(out, "%s\"%s\"", mark, kinds[i].name);
            mark = ",";
        }
    duban_buf_puts(out, "]}");
}

void evidence_put_json(struct duban_buf *out, const struct evidence_list *list)
{
    char received[DUBAN_INSTANT_BYTES];

    duban_buf_puts(out, "[");
    for (size_t i = 0; i < list->n; i++) {
        duban_buf_printf(out,
                         "%s{\"lsn\":%" PRIu64 ",\"received\":\"%s\",\"source\":", i > 0 ? "," : "",
                         list->at[i].lsn, duban_instant_print(list->at[i].received, received));
        duban_escape_json(out, list->at[i].source);
        duban_buf_printf(out,
                         ",\"epoch\":\"%016" PRIx64 "\",\"seq\":%" PRIu64 ",\"t\":\"%s\",\"code\":",
                         list->at[i].epoch, list->at[i].seq, list->at[i].type);
        duban_escape_json(out, list->at[i].code);
        put_json_gives(out, &list->at[i]);
    }
    duban_buf_puts(out, "]");
}
