/* SPDX-License-Identifier: MIT
 *
 * Asserts that stay on in release. Only for our own bugs: nothing that came from a frame, a file,
 * an argument or a clock may reach one. Dying is safe: what was not committed was not answered.
 */
#ifndef DUBAN_LIB_CORE_CHECK_H
#define DUBAN_LIB_CORE_CHECK_H

#define DUBAN_ASSERT(condition)                                                                    \
    ((condition) ? (void)0 : duban_check_failed(__FILE__, __LINE__, #condition))
#define DUBAN_UNREACHABLE() duban_check_failed(__FILE__, __LINE__, "unreachable")

/* Writes one line to standard error and aborts. */
_Noreturn void duban_check_failed(const char *file, int line, const char *condition);

#endif
