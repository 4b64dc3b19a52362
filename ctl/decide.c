/* SPDX-License-Identifier: MIT
 *
 * duban decide: a supervisor's decision on a deadline, by hand or many from a table.
 */
#include <string.h>

#include "ctl/command.h"
#include "ctl/submit.h"
#include "lib/app/office.h"
#include "lib/app/sheet.h"
#include "lib/core/clock.h"

enum { OPT_NEW_DUE, OPT_DECIDED_ON, OPT_DOC_NO, OPT_FILE, OPT_ACTOR, OPT_REASON, OPT_WAIT };

static const struct duban_option options[] = {
    [OPT_NEW_DUE] = {.name = "new-due", .value_name = "DATE", .help = DUBAN_TEXT_OPT_NEW_DUE},
    [OPT_DECIDED_ON] = {.name = "decided-on",
                        .value_name = "DATE",
                        .help = DUBAN_TEXT_OPT_DECIDED_ON},
    [OPT_DOC_NO] = {.name = "doc-no", .value_name = "TEXT", .help = DUBAN_TEXT_OPT_DOC_NO},
    [OPT_FILE] = {.name = "file", .value_name = "FILE", .help = DUBAN_TEXT_OPT_DECIDE_FILE},
    [OPT_ACTOR] = {.name = "actor", .value_name = "NAME", .help = DUBAN_TEXT_OPT_ACTOR},
    [OPT_REASON] = {.name = "reason", .value_name = "TEXT", .help = DUBAN_TEXT_OPT_DECIDE_REASON},
    [OPT_WAIT] = {.name = "wait",
                  .value_name = "SECONDS",
                  .help = DUBAN_TEXT_OPT_WAIT_IMPORT,
                  .is_number = true,
                  .min = 0,
                  .max = 3600},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban decide",
    .args = "[ITEM approved|refused]",
    .min_args = 0,
    .max_args = 2,
    .summary = DUBAN_TEXT_DECIDE_SUMMARY,
    .examples =
        (const char *const[]){
            "duban decide T2.2-05 approved --new-due 2022-11-15 --doc-no 督〔2022〕21号",
            "duban decide T1.1-06 refused --doc-no 督〔2022〕22号",
            "duban decide --file approvals.csv --actor 督查室", NULL},
    .options = options,
    .exits = DUBAN_TEXT_ACT_EXITS,
    .has_exits = true,
};

struct decide {
    const struct duban_args *args;
    struct duban_office office;
    struct duban_arena *arena;
    struct submit submit;
    struct duban_opt_text actor;
    struct submission *submissions;
    size_t n;
};

enum column {
    COLUMN_ITEM,
    COLUMN_REQUESTED_ON,
    COLUMN_REQUESTED_DUE,
    COLUMN_DECISION,
    COLUMN_DECIDED_ON,
    COLUMN_NEW_DUE,
    COLUMN_DOC_NO
};

static const struct duban_sheet_column columns[] = {
    [COLUMN_ITEM] = {{"编号", "item", "id"}, DUBAN_TEXT_COLUMN_ID, true},
    [COLUMN_REQUESTED_ON] = {{"申请日期", "requested_on"}, DUBAN_TEXT_COLUMN_REQUESTED_ON, false},
    [COLUMN_REQUESTED_DUE] = {{"申请延期至", "requested_due"},
                              DUBAN_TEXT_COLUMN_REQUESTED_DUE,
                              false},
    [COLUMN_DECISION] = {{"决定", "decision"}, DUBAN_TEXT_COLUMN_DECISION, true},
    [COLUMN_DECIDED_ON] = {{"决定日期", "decided_on"}, DUBAN_TEXT_COLUMN_DECIDED_ON, true},
    [COLUMN_NEW_DUE] = {{"新时限", "new_due"}, DUBAN_TEXT_COLUMN_NEW_DUE, true},
    [COLUMN_DOC_NO] = {{"文号", "doc_no"}, DUBAN_TEXT_COLUMN_DOC_NO, true},
};

static int decision_of(struct duban_slice word)
{
    if (duban_slice_is(word, "同意") || duban_slice_is(word, "批准"))
        return DUBAN_APPROVED;
    if (duban_slice_is(word, "不同意") || duban_slice_is(word, "不批准"))
        return DUBAN_REFUSED;
    return duban_word_find(duban_decision_words, word);
}

static void read_date(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column,
                      struct duban_opt_date *out)
{
    if (row->cells[column].len == 0)
        return;
    if (duban_date_read(row->cells[column], &out->v))
        out->is = DUBAN_GIVEN;
    else
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_DATE,
                          duban_sheet_column_name(sheet, column),
                          duban_sheet_cell(sheet, row->cells[column]));
}

static struct submission read_row(const struct decide *decide, struct duban_sheet *sheet,
                                  const struct duban_sheet_row *row)
{
    struct submission read = {row->cells[COLUMN_ITEM], {.type = DUBAN_DECIDE}};
    struct duban_decide *act = &read.update.u.decide;
    int decision = decision_of(row->cells[COLUMN_DECISION]);

    (void)duban_sheet_need(sheet, row, COLUMN_ITEM);
    (void)duban_sheet_text(sheet, row, COLUMN_ITEM, DUBAN_ID_MAX);
    (void)duban_sheet_need(sheet, row, COLUMN_DECIDED_ON);
    (void)duban_sheet_need(sheet, row, COLUMN_DOC_NO);
    (void)duban_sheet_text(sheet, row, COLUMN_DOC_NO, DUBAN_NAME_MAX);
    if (decision < 0)
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_WORD,
                          duban_sheet_column_name(sheet, COLUMN_DECISION),
                          duban_sheet_cell(sheet, row->cells[COLUMN_DECISION]),
                          sheet->lang == DUBAN_ZH ? "同意 不同意" : "approved refused");
    if (decision == DUBAN_APPROVED)
        (void)duban_sheet_need(sheet, row, COLUMN_NEW_DUE);
    read_date(sheet, row, COLUMN_REQUESTED_ON, &act->requested_on);
    read_date(sheet, row, COLUMN_REQUESTED_DUE, &act->requested_due);
    read_date(sheet, row, COLUMN_DECIDED_ON, &act->decided_on);
    if (decision == DUBAN_APPROVED)
        read_date(sheet, row, COLUMN_NEW_DUE, &act->new_due);
    read.update.item = duban_given_text(row->cells[COLUMN_ITEM]);
    act->decision = (struct duban_opt_word){DUBAN_GIVEN, decision < 0 ? 0 : decision};
    act->doc_no = duban_given_text(row->cells[COLUMN_DOC_NO]);
    act->actor = decide->actor;
    act->reason = act->doc_no; /* the document is the reason */
    return read;
}

static enum duban_rc read_file(struct decide *decide, const char *path, struct duban_err *err)
{
    struct duban_buf faults = {0};
    struct duban_sheet sheet = {
        .path = path,
        .lang = decide->args->lang,
        .arena = decide->arena,
        .faults = &faults,
        .columns = columns,
        .n_columns = sizeof columns / sizeof columns[0],
    };

    enum duban_rc rc = duban_sheet_read(&sheet, err);
    if (rc == DUBAN_OK) {
        decide->submissions =
            duban_arena_new(decide->arena, sheet.n_rows, sizeof *decide->submissions);
        for (size_t i = 0; i < sheet.n_rows; i++)
            decide->submissions[decide->n++] = read_row(decide, &sheet, &sheet.rows[i]);
        duban_cli_tell(duban_buf_slice(&faults));
    }
    if (rc == DUBAN_OK && sheet.n_faults > 0)
        rc = DUBAN_CLI_SAY(decide->args, DUBAN_E_DATA, err, DUBAN_TEXT_DECIDE_NOTHING, path,
                           submit_number(decide->arena, sheet.n_faults));
    duban_buf_fini(&faults);
    return rc;
}

static enum duban_rc option_date(const struct decide *decide, int option,
                                 struct duban_opt_date *out, struct duban_err *err)
{
    const char *text = duban_args_text(decide->args, option, NULL);

    if (text == NULL)
        return DUBAN_OK;
    if (!duban_date_read(duban_slice_of(text), &out->v))
        return DUBAN_CLI_SAY(decide->args, DUBAN_E_USAGE, err, DUBAN_TEXT_REPORT_BAD_DATE,
                             options[option].name, text);
    out->is = DUBAN_GIVEN;
    return DUBAN_OK;
}

static enum duban_rc read_words(struct decide *decide, struct duban_err *err)
{
    const struct duban_args *args = decide->args;
    struct submission *act = duban_arena_new(decide->arena, 1, sizeof *act);
    struct duban_decide *what = &act->update.u.decide;

    if (args->n_words < 2)
        return DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_USE_TOO_FEW,
                             "ITEM approved|refused", command.name);
    int decision = decision_of(duban_slice_of(args->words[1]));
    if (decision < 0)
        return DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_DECIDE_BAD_WORD, args->words[1]);
    act->update.type = DUBAN_DECIDE;
    what->decision = (struct duban_opt_word){DUBAN_GIVEN, decision};
    what->decided_on = (struct duban_opt_date){DUBAN_GIVEN, duban_date_at(duban_clock_now())};
    what->actor = decide->actor;
    enum duban_rc rc =
        submit_text(&decide->submit, "ITEM", args->words[0], DUBAN_ID_MAX, &act->update.item, err);
    if (rc == DUBAN_OK)
        rc = option_date(decide, OPT_NEW_DUE, &what->new_due, err);
    if (rc == DUBAN_OK)
        rc = option_date(decide, OPT_DECIDED_ON, &what->decided_on, err);
    if (rc == DUBAN_OK && (decision == DUBAN_APPROVED) != (what->new_due.is == DUBAN_GIVEN))
        rc = DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_DECIDE_NEW_DUE, "");
    if (rc == DUBAN_OK && duban_args_text(args, OPT_DOC_NO, "")[0] == '\0')
        rc = DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_USE_TOO_FEW, "--doc-no",
                           command.name);
    if (rc == DUBAN_OK)
        rc = submit_text(&decide->submit, "--doc-no", duban_args_text(args, OPT_DOC_NO, ""),
                         DUBAN_NAME_MAX, &what->doc_no, err);
    if (rc == DUBAN_OK)
        rc = submit_text(&decide->submit, "--reason",
                         duban_args_text(args, OPT_REASON, duban_args_text(args, OPT_DOC_NO, "")),
                         DUBAN_REASON_MAX, &what->reason, err);
    act->label = act->update.item.v;
    decide->submissions = act;
    decide->n = 1;
    return rc;
}

static enum duban_rc conclude(struct decide *decide, const struct submit_counts *counts,
                              struct duban_err *err)
{
    struct duban_buf line = {0};

    if (counts->unanswered > 0)
        return DUBAN_CLI_SAY(decide->args, DUBAN_E_AGAIN, err, DUBAN_TEXT_PLAN_KEPT, "decide",
                             submit_number(decide->arena, counts->unanswered));
    DUBAN_SAY(&line, decide->args->lang, DUBAN_TEXT_DECIDED,
              submit_number(decide->arena, decide->n),
              submit_number(decide->arena, counts->changed),
              submit_number(decide->arena, counts->unchanged),
              submit_number(decide->arena, counts->refused));
    duban_buf_puts(&line, "\n");
    enum duban_rc rc = duban_cli_print(duban_buf_slice(&line), err);
    duban_buf_fini(&line);
    if (rc == DUBAN_OK && counts->refused > 0)
        rc = DUBAN_CLI_SAY(decide->args, DUBAN_E_DATA, err, DUBAN_TEXT_SOME_REFUSED,
                           submit_number(decide->arena, counts->refused));
    return rc;
}

/* With a table each row says what is decided; words beside it would have no effect. */
static enum duban_rc need_nothing_else(const struct decide *decide, struct duban_err *err)
{
    static const int of_one[] = {OPT_NEW_DUE, OPT_DECIDED_ON, OPT_DOC_NO, OPT_REASON};

    if (decide->args->n_words > 0)
        return DUBAN_CLI_SAY(decide->args, DUBAN_E_USAGE, err, DUBAN_TEXT_DECIDE_FILE_ALONE,
                             decide->args->words[0]);
    for (size_t i = 0; i < sizeof of_one / sizeof of_one[0]; i++)
        if (decide->args->values[of_one[i]].text != NULL)
            return DUBAN_CLI_SAY(decide->args, DUBAN_E_USAGE, err, DUBAN_TEXT_DECIDE_FILE_ALONE,
                                 options[of_one[i]].name);
    return DUBAN_OK;
}

static enum duban_rc act(struct decide *decide, struct duban_err *err)
{
    struct submit_counts counts;
    const char *file = duban_args_text(decide->args, OPT_FILE, NULL);

    enum duban_rc rc = duban_office_find(decide->args->dir, decide->args->lang, decide->arena,
                                         &decide->office, err);
    if (rc == DUBAN_OK)
        rc = duban_zone_set(decide->office.zone, err);
    decide->submit.source = decide->office.control;
    if (rc == DUBAN_OK && file != NULL)
        rc = need_nothing_else(decide, err);
    if (rc == DUBAN_OK)
        rc = submit_text(&decide->submit, "--actor",
                         duban_args_text(decide->args, OPT_ACTOR, submit_user_name(decide->arena)),
                         DUBAN_NAME_MAX, &decide->actor, err);
    if (rc == DUBAN_OK)
        rc = file == NULL ? read_words(decide, err) : read_file(decide, file, err);
    if (rc == DUBAN_OK)
        rc = submit_all(&decide->submit, decide->submissions, decide->n, &counts, err);
    return rc == DUBAN_OK ? conclude(decide, &counts, err) : rc;
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct duban_arena arena = {0};
    struct decide decide = {
        .args = args,
        .arena = &arena,
        .submit = {.args = args,
                   .arena = &arena,
                   .wait_s = duban_args_number(args, OPT_WAIT, SUBMIT_WAIT_S)},
    };

    enum duban_rc rc = act(&decide, err);
    duban_arena_fini(&arena);
    return rc;
}

int ctl_decide(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
