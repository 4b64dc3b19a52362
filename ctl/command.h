/* SPDX-License-Identifier: MIT
 *
 * The commands that duban itself carries out, one file each. argv[0] is the command's last word; each
 * returns the exit status.
 */
#ifndef DUBAN_CTL_COMMAND_H
#define DUBAN_CTL_COMMAND_H

#include "lib/app/cli.h"

int ctl_check(int argc, char **argv);
int ctl_connect(int argc, char **argv);
int ctl_decide(int argc, char **argv);
int ctl_explain(int argc, char **argv);
int ctl_form(int argc, char **argv);
int ctl_init(int argc, char **argv);
int ctl_item(int argc, char **argv);
int ctl_log(int argc, char **argv);
int ctl_ping(int argc, char **argv);
int ctl_plan_activate(int argc, char **argv);
int ctl_plan_check(int argc, char **argv);
int ctl_plan_import(int argc, char **argv);
int ctl_plan_show(int argc, char **argv);
int ctl_status(int argc, char **argv);
int ctl_table(int argc, char **argv);
int ctl_up(int argc, char **argv);

/* What all of them do: reads the arguments, runs, and tells a failure. */
int ctl_run(const struct duban_command *command,
            enum duban_rc (*run)(const struct duban_args *args, struct duban_err *err), int argc,
            char **argv);

#endif
