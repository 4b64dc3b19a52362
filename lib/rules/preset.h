/* SPDX-License-Identifier: MIT
 *
 * Every threshold of the rules, as data. A share is written in basis points: hundredths of a
 * percent, 10000 is the whole. _wd: working days.
 */
#ifndef DUBAN_LIB_RULES_PRESET_H
#define DUBAN_LIB_RULES_PRESET_H

#include "lib/model/update.h"

enum { DUBAN_N_NOTICES = 3 };

struct duban_preset {
    int due_soon_wd[DUBAN_N_NOTICES]; /* falling: a notice each */
    int reported_late_wd;             /* known later than so many after the deadline */

    int32_t lag_from_bp;             /* nothing lags while less than this is expected */
    int32_t lag_yellow_bp;           /* a gap from here on is yellow */
    int32_t lag_red_bp;              /* a gap beyond this is red */
    int32_t lag_hysteresis_bp;       /* so far below its threshold a gap must fall to improve */
    int small_target;                /* a target up to this is counted in units */
    int small_yellow_n, small_red_n; /* so many units behind */
    int32_t small_final_bp;          /* when so much is expected, all units are */

    int32_t stalled_still_bp;    /* progress that changed by less has not moved */
    int32_t stalled_expected_bp; /* what is expected must have grown by this */
    int stalled_reports_n;       /* days with reports since it last moved */
    int stalled_yellow_n_cycles; /* later cycles that they lie in */
    int stalled_red_n_cycles;

    enum duban_cycle shortest_cycle; /* nobody is asked more often */
    int report_weekday;              /* of weekly reports, 0: Monday */
    int report_day;                  /* of the last month of a longer cycle */
    int report_grace_wd;
    int stale_red_n_cycles; /* so many reports missed */

    int silent_n_items; /* a unit is silent about at least so many */

    int32_t basically_done_bp; /* progress of what is basically done counts no further */
};

extern const struct duban_preset duban_preset_default;

#endif
