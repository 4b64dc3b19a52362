/* SPDX-License-Identifier: MIT
 *
 * The commands that duban itself carries out, one file each. argv[0] is the command's last word.
 */
#ifndef DUBAN_CTL_COMMAND_H
#define DUBAN_CTL_COMMAND_H

#include "lib/app/cli.h"

/* A command: what is typed after "duban", what it is for, and what does it; returns the exit status. */
struct ctl_command {
    const char *words; /* "plan import" */
    enum duban_text_id summary;
    int (*run)(int argc, char **argv);
};

int ctl_log(int argc, char **argv);
int ctl_plan_import(int argc, char **argv);

#endif
