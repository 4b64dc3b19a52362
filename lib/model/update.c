/* SPDX-License-Identifier: MIT */
#include "lib/model/update.h"

const char *const duban_update_type_words[] = {[DUBAN_TASK] = "task",
                                               [DUBAN_ITEM_SET] = "item_set",
                                               [DUBAN_SOURCE_SET] = "source_set",
                                               [DUBAN_N_UPDATE_TYPES] = NULL};

const char *const duban_state_words[] = {[DUBAN_STATE_NOT_STARTED] = "not_started",
                                         [DUBAN_STATE_WORKING] = "working",
                                         [DUBAN_STATE_PAUSED] = "paused",
                                         [DUBAN_STATE_BASICALLY_DONE] = "basically_done",
                                         [DUBAN_STATE_DONE] = "done",
                                         [DUBAN_N_STATES] = NULL};

const char *const duban_role_words[] = {
    [DUBAN_ROLE_REPORT] = "report", [DUBAN_ROLE_CONTROL] = "control", [DUBAN_N_ROLES] = NULL};

int duban_word_find(const char *const *words, struct duban_slice word)
{
    for (int i = 0; words[i] != NULL; i++)
        if (duban_slice_is(word, words[i]))
            return i;
    return -1;
}

bool duban_texts_have(const struct duban_opt_texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->n; i++)
        if (duban_slice_is(texts->at[i], text))
            return true;
    return false;
}
