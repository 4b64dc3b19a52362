/* SPDX-License-Identifier: MIT
 *
 * duban connect: tells the aggregator which sources there are, and for which unit each speaks, as duban.yaml
 * has them under watch.
 */
#include "ctl/command.h"
#include "ctl/submit.h"
#include "ctl/units.h"
#include "ctl/world.h"
#include "lib/core/clock.h"

enum { OPT_ACTOR, OPT_WAIT };

static const struct duban_option options[] = {
    [OPT_ACTOR] = {.name = "actor", .value_name = "NAME", .help = DUBAN_TEXT_OPT_ACTOR},
    [OPT_WAIT] = {.name = "wait",
                  .value_name = "SECONDS",
                  .help = DUBAN_TEXT_OPT_WAIT_IMPORT,
                  .is_number = true,
                  .min = 0,
                  .max = 3600},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban connect",
    .args = "",
    .summary = DUBAN_TEXT_CONNECT_SUMMARY,
    .examples = (const char *const[]){"duban connect", "duban connect --dir /srv/duban", NULL},
    .options = options,
    .exits = DUBAN_TEXT_ACT_EXITS,
    .has_exits = true,
};

/* Since when a source is connected: as duban.yaml says, else from its first connection on. */
static struct duban_opt_date connected_on(const struct world *world,
                                          const struct duban_watched *watched)
{
    const struct duban_source *source =
        duban_model_source(&world->model, duban_slice_of(watched->source));

    if (watched->connected_on.is_given)
        return (struct duban_opt_date){DUBAN_GIVEN, watched->connected_on.v};
    if (source != NULL && source->connected_on.is == DUBAN_GIVEN)
        return source->connected_on;
    return (struct duban_opt_date){DUBAN_GIVEN, duban_date_at(duban_clock_now())};
}

static struct submission submission_of(const struct world *world,
                                       const struct duban_watched *watched,
                                       struct duban_arena *arena, struct duban_opt_text actor)
{
    struct duban_slice *texts = duban_arena_new(arena, 2, sizeof *texts);

    texts[0] = duban_slice_of(watched->dept);
    texts[1] = duban_slice_of(duban_role_words[DUBAN_ROLE_REPORT]);
    struct duban_source_set set = {
        .source = duban_given_text(duban_slice_of(watched->source)),
        .depts = {DUBAN_GIVEN, &texts[0], 1},
        .roles = {DUBAN_GIVEN, &texts[1], 1},
        .connected_on = connected_on(world, watched),
        .actor = actor,
        .reason = duban_given_text(duban_slice_of("duban.yaml")),
    };
    return (struct submission){set.source.v, {.type = DUBAN_SOURCE_SET, .u.source_set = set}};
}

static enum duban_rc tell(const struct submit *submit, const struct submit_counts *counts, size_t n,
                          struct duban_err *err)
{
    struct duban_buf line = {0};

    if (counts->unanswered > 0)
        return DUBAN_CLI_SAY(submit->args, DUBAN_E_AGAIN, err, DUBAN_TEXT_PLAN_KEPT, "duban.yaml",
                             submit_number(submit->arena, counts->unanswered));
    DUBAN_SAY(&line, submit->args->lang, DUBAN_TEXT_CONNECTED, submit_number(submit->arena, n),
              submit_number(submit->arena, counts->changed));
    duban_buf_puts(&line, "\n");
    enum duban_rc rc = duban_cli_print(duban_buf_slice(&line), err);
    duban_buf_fini(&line);
    if (rc == DUBAN_OK && counts->refused > 0)
        rc = DUBAN_CLI_SAY(submit->args, DUBAN_E_DATA, err, DUBAN_TEXT_SOME_REFUSED,
                           submit_number(submit->arena, counts->refused));
    return rc;
}

static enum duban_rc connect_all(const struct duban_args *args, const struct world *world,
                                 struct duban_arena *arena, struct duban_err *err)
{
    const struct duban_watched *watched = world->office.watched.at;
    size_t n = world->office.watched.n;
    struct submission *submissions = duban_arena_new(arena, n, sizeof *submissions);
    struct submit submit = {
        .args = args,
        .arena = arena,
        .source = world->office.control,
        .wait_s = duban_args_number(args, OPT_WAIT, SUBMIT_WAIT_S),
    };
    struct duban_opt_text actor = {0};
    struct submit_counts counts;

    for (size_t i = 0; world->model.has_plan && i < n; i++) {
        struct duban_buf wrong = {0};
        if (units_check_watched(&world->model, &watched[i], args->lang, &wrong))
            continue;
        enum duban_rc fault =
            duban_err_set(err, DUBAN_E_CONFIG, "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&wrong)));
        duban_buf_fini(&wrong);
        return fault;
    }
    if (n == 0)
        return DUBAN_CLI_SAY(args, DUBAN_E_CONFIG, err, DUBAN_TEXT_CONNECT_NOTHING, "");
    enum duban_rc rc =
        submit_text(&submit, "--actor", duban_args_text(args, OPT_ACTOR, submit_user_name(arena)),
                    DUBAN_NAME_MAX, &actor, err);
    for (size_t i = 0; rc == DUBAN_OK && i < n; i++)
        submissions[i] = submission_of(world, &watched[i], arena, actor);
    if (rc == DUBAN_OK)
        rc = submit_all(&submit, submissions, n, &counts, err);
    return rc == DUBAN_OK ? tell(&submit, &counts, n, err) : rc;
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct duban_arena arena = {0};
    struct world world;

    enum duban_rc rc = world_open(&world, args, NULL, err);
    if (rc == DUBAN_E_NOINPUT && world.office.control != NULL) { /* an office without a store yet */
        err->text[0] = '\0';
        rc = DUBAN_OK;
    }
    if (rc == DUBAN_OK)
        rc = connect_all(args, &world, &arena, err);
    world_close(&world);
    duban_arena_fini(&arena);
    return rc;
}

int ctl_connect(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
