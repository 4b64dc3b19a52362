/* SPDX-License-Identifier: MIT */
#include "lib/rules/preset.h"

const struct duban_preset duban_preset_default = {
    .due_soon_wd = {10, 3, 1},
    .reported_late_wd = 2,
    .lag_from_bp = 1000,
    .lag_yellow_bp = 1000,
    .lag_red_bp = 3000,
    .lag_hysteresis_bp = 200,
    .small_target = 5,
    .small_yellow_n = 1,
    .small_red_n = 2,
    .small_final_bp = 9000,
    .stalled_still_bp = 100,
    .stalled_expected_bp = 500,
    .stalled_reports_n = 2,
    .stalled_yellow_n_cycles = 2,
    .stalled_red_n_cycles = 3,
    .shortest_cycle = DUBAN_WEEKLY,
    .report_weekday = 4,
    .report_day = 25,
    .report_grace_wd = 1,
    .stale_red_n_cycles = 2,
    .silent_n_items = 2,
    .basically_done_bp = 9500,
};
