/* SPDX-License-Identifier: MIT
 *
 * The table of sentences: name, Chinese, English. {1}, {2} … are filled in. A sentence about
 * something wrong says what to do. A sentence whose name is an answer code (proto/SPEC.md §8) is
 * what people read for that code; {1} is its detail.
 */
#ifndef DUBAN_LIB_TEXT_TEXTS_H
#define DUBAN_LIB_TEXT_TEXTS_H

/* clang-format off */
#define DUBAN_TEXTS(X) \
    /* --help and wrong use */ \
    X(USAGE, "用法：{1}", "Usage: {1}") \
    X(OPTIONS, "选项：", "Options:") \
    X(EXAMPLES, "示例：", "Examples:") \
    X(COMMANDS, "命令：", "Commands:") \
    X(EXIT_CODES, "退出码：", "Exit codes:") \
    X(OPT_DIR, "工作文件夹，内有 state/ 与 run/（默认为当前文件夹）", "the office's folder, with state/ and run/ in it (default: this folder)") \
    X(OPT_LANG, "输出语言 zh 或 en（默认取自环境变量 LANG）", "language of the output, zh or en (default: from LANG)") \
    X(OPT_HELP, "显示本帮助", "show this help") \
    X(OPT_VERSION, "显示版本", "show the version") \
    X(OPT_JSON, "每行输出一个 JSON 对象", "one JSON object per line") \
    X(USE_UNKNOWN_OPTION, "没有选项 {1}；可用选项见 {2} --help", "there is no option {1}; see {2} --help") \
    X(USE_MISSING_VALUE, "选项 {1} 需要一个值", "option {1} needs a value") \
    X(USE_BAD_NUMBER, "选项 --{1} 应为 {2} 到 {3} 之间的整数，而不是“{4}”", "option --{1} is a whole number from {2} to {3}, not \"{4}\"") \
    X(USE_BAD_LANG, "选项 --lang 应为 zh 或 en，而不是“{1}”", "option --lang is zh or en, not \"{1}\"") \
    X(USE_TOO_FEW, "缺少参数 {1}；用法见 {2} --help", "{1} is missing; see {2} --help") \
    X(USE_TOO_MANY, "多余的参数“{1}”；用法见 {2} --help", "\"{1}\" is one argument too many; see {2} --help") \
    X(USE_UNKNOWN_COMMAND, "没有命令“{1}”；可用命令见 duban --help", "there is no command \"{1}\"; see duban --help") \
    /* programs */ \
    X(DUBAN_SUMMARY, "督办：汇集各单位的进展，写入一个账本，及时提醒", "duban: carries every unit's progress into one log and tells who must hear of it") \
    X(AGGREGATOR_SUMMARY, "接收各单位的更新，逐条裁定，写入 state/store.db 并落盘后才回执", "takes updates, judges each, and answers once it is flushed to state/store.db") \
    X(OPT_CONTROL, "督办员来源的名称，它可以导入计划（默认 control）", "name of the source that may set the plan (default: control)") \
    X(OPT_ZONE, "计划所在时区（默认 Asia/Shanghai）", "the plan's time zone (default: Asia/Shanghai)") \
    X(REPORT_SUMMARY, "报送一个事项的进展；先写入本机发件箱并落盘，再发送", "reports one item; kept on this machine's disk first, then sent") \
    X(OPT_STATE, "状态：not_started working paused basically_done done", "state: not_started working paused basically_done done") \
    X(OPT_PERCENT, "完成进度，0 到 100", "progress, 0 to 100") \
    X(OPT_COMPLETED_ON, "完成日期，如 2022-09-30", "day of completion, such as 2022-09-30") \
    X(OPT_FORECAST, "预计完成日期", "day on which the unit expects to finish") \
    X(OPT_EXTEND_TO, "申请延期至该日", "ask for an extension until this day") \
    X(OPT_NOTE, "进展说明", "what there is to say") \
    X(OPT_DEPT, "代表哪个单位报送", "the unit that speaks") \
    X(OPT_SOURCE, "来源名称（默认 report）", "name of the source (default: report)") \
    X(OPT_WAIT, "最多等待回执的秒数（默认 5）", "seconds to wait for the answer (default: 5)") \
    X(REPORT_EXITS, "0 已收（含提示、无变化）· 64 用法有误 · 65 被退回 · 74 未能保存 · 75 已存入发件箱，不必重报，下次报送会先发送它", \
      "0 answered, also with no change · 64 wrong use · 65 refused · 74 not kept · 75 kept in the outbox: do not repeat it, the next report sends it first") \
    X(PLAN_IMPORT_SUMMARY, "从 CSV 导入计划，四列即可：编号、事项、牵头单位、完成时限", "imports a plan from CSV; four columns suffice: id, title, lead, due") \
    X(OPT_DRY_RUN, "只检查，不导入", "check only, import nothing") \
    X(OPT_ACTOR, "由谁导入（默认为当前用户）", "who does this (default: the user's name)") \
    X(OPT_REASON, "依据（默认为文件名）", "from which document (default: the file's name)") \
    X(PLAN_EXITS, "0 已导入 · 64 用法有误 · 65 文件有误，未导入任何内容 · 66 没有此文件 · 74 未能保存 · 75 已存入发件箱，聚合器启动后重跑即发送", \
      "0 imported · 64 wrong use · 65 the file is wrong, nothing was imported · 66 no such file · 74 not kept · 75 kept in the outbox: run it again when the aggregator is up") \
    X(LOG_SUMMARY, "列出账本中的记录：收到什么、何时、结论如何", "lists the log: what was received, when, and what became of it") \
    X(OPT_LAST, "只列最后 N 条（默认 20）", "the last N entries only (default: 20)") \
    X(MORE_HELP, "各命令的详情：duban COMMAND --help", "more on each: duban COMMAND --help") \
    X(OPT_WAIT_IMPORT, "最多等待回执的秒数（默认 30）", "seconds to wait for the answers (default: 30)") \
    /* results */ \
    X(ANSWER, "{1}：{2}", "{1}: {2}") \
    X(REPORT_CANNOT_SEND, "{1}：已存入发件箱，但目前无法发送：{2}", "{1}: kept in the outbox, but it cannot be sent as things are: {2}") \
    X(NOT_KEPT, "没有保存，请重报：{1}", "not kept, report it again: {1}") \
    X(REPORT_KEPT, "{1}：已存入发件箱，但 {2} 秒内没有回执（聚合器未运行？）；不必重报，下次报送会先发送它", \
      "{1}: kept in the outbox, but no answer within {2} s (is the aggregator running?); do not repeat it, the next report sends it first") \
    X(REPORT_EMPTY, "没有要报送的内容；至少给出一个选项，如 --percent", "there is nothing to report; give at least one option, such as --percent") \
    X(REPORT_BAD_STATE, "--state 不能是“{1}”；可用：{2}", "--state cannot be \"{1}\"; it is one of {2}") \
    X(REPORT_BAD_PERCENT, "--percent 应为 0 到 100 的数，而不是“{1}”", "--percent is a number from 0 to 100, not \"{1}\"") \
    X(REPORT_BAD_DATE, "--{1} 应为日期，如 2022-09-30，而不是“{2}”", "--{1} is a day such as 2022-09-30, not \"{2}\"") \
    X(REPORT_TOO_LONG, "{1} 太长：最多 {2} 字节，实为 {3} 字节", "{1} is too long: at most {2} bytes, this is {3}") \
    X(REPORT_NOT_UTF8, "{1} 不是 UTF-8 文字；请把终端编码设为 UTF-8", "{1} is not UTF-8; set the terminal to UTF-8") \
    X(PLAN_NOT_UTF8, "文件不是 UTF-8 编码；请在表格软件中另存为“CSV UTF-8（逗号分隔）”", "the file is not UTF-8; save it as \"CSV UTF-8 (comma delimited)\" in the spreadsheet") \
    X(PLAN_NO_HEADER, "前 20 行没有表头；需要列：编号、事项、牵头单位、完成时限（或 id, title, lead, due）；本文件第一行：{1}", \
      "no header in the first 20 rows; it needs the columns id, title, lead, due (or 编号, 事项, 牵头单位, 完成时限); the first row is: {1}") \
    X(PLAN_MISSING_COLUMN, "表头缺少列“{1}”", "the header has no column \"{1}\"") \
    X(PLAN_TWICE_COLUMN, "表头中列“{1}”出现两次；请删去一列", "the header has the column \"{1}\" twice; remove one") \
    X(PLAN_ROW, "{1}:{2}：{3}", "{1}:{2}: {3}") \
    X(PLAN_EMPTY_CELL, "“{1}”为空", "\"{1}\" is empty") \
    X(PLAN_TOO_LONG, "“{1}”太长：最多 {2} 字节，实为 {3} 字节", "\"{1}\" is too long: at most {2} bytes, this has {3}") \
    X(PLAN_BAD_DATE, "“{1}”不是日期：“{2}”；请写成 2022-12-31", "\"{1}\" is no day: \"{2}\"; write it as 2022-12-31") \
    X(PLAN_TWICE_ID, "编号 {1} 已在第 {2} 行出现；请删去一行", "{1} stands in row {2} already; remove one of them") \
    X(PLAN_MORE_CELLS, "本行有 {1} 个单元格，表头只有 {2} 个；文字中若有逗号，请用引号括起", "the row has {1} cells, the header {2}; put quotes around a text that holds a comma") \
    X(PLAN_CUT, "文件在引号内结束，可能不完整；请重新导出", "the file ends inside quotes: it may be cut; export it again") \
    X(PLAN_NO_ROWS, "表头之后没有任何事项", "there is no item below the header") \
    X(PLAN_TOO_MANY_LEADS, "牵头单位超过 {1} 个", "there are more than {1} units") \
    X(PLAN_NOTHING_IMPORTED, "{1}：{2} 处有误，未导入任何内容", "{1}: {2} things are wrong, nothing was imported") \
    X(PLAN_CHECKED, "{1}：{2} 个事项，{3} 个牵头单位，没有问题（仅检查，未导入）", "{1}: {2} items of {3} units, nothing wrong (checked only, nothing imported)") \
    X(PLAN_IMPORTED, "{1}：{2} 个事项：新增或变更 {3}，无变化 {4}，被退回 {5}", "{1}: {2} items: {3} new or changed, {4} unchanged, {5} refused") \
    X(PLAN_KEPT, "{1}：已存入发件箱，但还有 {2} 条没有回执（聚合器未运行？）；它启动后重跑本命令即可", \
      "{1}: kept in the outbox, but {2} answers are still missing (is the aggregator running?); run this again when it is up") \
    X(PROGRESS, "已回执 {1}/{2}", "{1} of {2} answered") \
    X(COLUMN_ID, "编号", "id") \
    X(COLUMN_TITLE, "事项", "title") \
    X(COLUMN_LEAD, "牵头单位", "lead") \
    X(COLUMN_DUE, "完成时限", "due") \
    X(LOG_LSN, "序号", "lsn") \
    X(LOG_RECEIVED, "收到时间", "received") \
    X(LOG_SOURCE, "来源", "source") \
    X(LOG_TYPE, "类型", "type") \
    X(LOG_ITEM, "事项", "item") \
    X(LOG_RESULT, "结论", "result") \
    X(LOG_CONTENT, "内容", "content") \
    X(LOG_EMPTY, "账本是空的", "the log is empty") \
    X(NO_STORE, "{1} 中还没有账本；先运行 duban aggregator --dir {1}", "there is no log in {1} yet; run duban aggregator --dir {1} first") \
    X(STORE_RIGHTS, "无法读取账本；读取时聚合器须在运行，或 state/ 文件夹须可写", "the log cannot be read; for that the aggregator must run or the folder state/ be writable") \
    /* answers */ \
    X(OK, "已收", "accepted") \
    X(NOCHANGE, "已收，与已知情况相同", "accepted, nothing differs from what was known") \
    X(E_DECODE, "无法读懂这条消息（{1}）；请报告给系统管理员", "the message cannot be read ({1}); tell the system's administrator") \
    X(E_VERSION, "本机的 duban 与聚合器版本不合（{1}）；请升级较旧的一方", "this duban and the aggregator do not fit together ({1}); upgrade the older one") \
    X(E_TOO_LARGE, "内容太长（{1}）；请缩短说明文字", "too much at once ({1}); shorten the note") \
    X(E_FIELD, "退回，字段有误：{1}；请改正后重报", "refused, a field is wrong: {1}; correct it and report again") \
    X(E_AUTH, "退回：此来源没有这种权限（{1}）；请联系督办员", "refused: this source may not do that ({1}); ask the supervisor's office") \
    X(E_FORBIDDEN, "退回：该事项不由贵单位负责；请核对编号，或联系督办员", "refused: another unit answers for this item; check the id or ask the supervisor's office") \
    X(E_UNKNOWN_ITEM, "退回：计划中没有这个编号；相近的编号：{1}", "refused: the plan has no such item; near ids: {1}") \
    X(E_FUTURE, "退回：完成日期还没有到（{1}）；预计日期请用“预计完成”", "refused: the day of completion is still to come ({1}); report it as a forecast") \
    X(E_EPOCH_OLD, "发件箱比聚合器的记录旧（从备份恢复过？）；请移走发件箱文件后重报", "the outbox is older than the aggregator's log (restored from a backup?); move its file away and report again")
/* clang-format on */

#endif
