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
    X(OPT_CLOCK, "时钟：system（默认）或 file:路径（两行：RFC 3339 时刻、步号）", "the clock: system (default) or file:PATH (two lines: an RFC 3339 instant and a step)") \
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
    X(DUBAN_SUMMARY, "督办：汇集各单位的进展，写入一个账本，随时可查", "duban: carries every unit's progress into one log and shows how each item stands") \
    X(AGGREGATOR_SUMMARY, "接收各单位的更新，逐条裁定，写入 state/store.db 并落盘后才回执", "takes updates, judges each, and answers once it is flushed to state/store.db") \
    X(OPT_VALUE, "累计完成数，连同单位，如 120个 或 63.2%", "figure reached so far with its unit, such as 120个 or 63.2%") \
    X(OPT_STAGE, "项目所处阶段，计划中的一个", "stage that the works have reached, one of the plan's") \
    X(INIT_SUMMARY, "建立工作文件夹：配置、计划与通讯录的模板；不覆盖任何已有文件", "makes an office's folder: configuration, templates of a plan and of people.csv; overwrites nothing") \
    X(CHECK_SUMMARY, "检查配置、文件权限、账本与通讯录；有问题则退出码为 78", "checks the configuration, file modes, the store and people.csv; exits 78 if it finds anything") \
    X(PLAN_CHECK_SUMMARY, "检查计划文件，列出全部问题与缺省值；不导入", "checks a plan's files and names all faults and defaults; imports nothing") \
    X(PLAN_ACTIVATE_SUMMARY, "计划生效：此后时限只能经批准改变", "puts the plan into force: from now on deadlines move by decision only") \
    X(PLAN_SHOW_SUMMARY, "列出计划：每个事项的填报单位、时限与目标", "lists the plan: each item with its unit, deadlines and target") \
    X(DECIDE_SUMMARY, "记录对延期申请的决定；--file 可一次记录多条", "records a decision on a deadline; --file takes many") \
    X(STATUS_SUMMARY, "各单位事项的状态与灯一览，可查过去任何一天", "how each unit's items stand and what lights they have, now or on any past day") \
    X(ITEM_SUMMARY, "一个事项的全部情况与最近记录", "all that is known of one item, and its last entries") \
    X(OPT_AS_OF, "截至某日（含当日）或某一时刻", "as it was known at the end of a day, or at an instant") \
    X(OPT_NEW_DUE, "新的完成时限（同意时必填）", "the new deadline (needed if approved)") \
    X(OPT_DECIDED_ON, "决定日期（默认今天）", "day of the decision (default: today)") \
    X(OPT_DOC_NO, "批文号", "number of the document that says so") \
    X(OPT_DECIDE_FILE, "从 CSV 读取多条决定，列：编号、决定、决定日期、新时限、文号", "many decisions from CSV with the columns item, decision, decided_on, new_due, doc_no") \
    X(OPT_DECIDE_REASON, "理由（默认为批文号）", "why (default: the document's number)") \
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
    X(REPORT_EXITS, "0 已收（含提示、无变化）· 64 用法有误 · 65 被退回 · 66 没有办公目录 · 74 未能保存 · 75 已存入发件箱，不必重报，下次报送会先发送它", \
      "0 answered, also with no change · 64 wrong use · 65 refused · 66 no office · 74 not kept · 75 kept in the outbox: do not repeat it, the next report sends it first") \
    X(PLAN_IMPORT_SUMMARY, "从 CSV 导入计划，四列即可：编号、事项、牵头单位、完成时限", "imports a plan from CSV; four columns suffice: id, title, lead, due") \
    X(OPT_DRY_RUN, "只检查，不导入", "check only, import nothing") \
    X(OPT_ACTOR, "由谁导入（默认为当前用户）", "who does this (default: the user's name)") \
    X(OPT_REASON, "依据（导入时默认为文件名）", "from which document (of an import by default the file's name)") \
    X(ACT_EXITS, "0 已记录 · 64 用法有误 · 65 文件有误或被退回 · 66 没有办公目录或文件 · 74 未能保存 · 75 已存入发件箱，聚合器启动后重跑即发送", \
      "0 recorded · 64 wrong use · 65 the file is wrong, or refused · 66 no office, or no such file · 74 not kept · 75 kept in the outbox: run it again when the aggregator is up") \
    X(PLAN_EXITS, "0 已导入 · 64 用法有误 · 65 文件有误，未导入任何内容，或有更新被退回 · 66 没有此文件 · 74 未能保存 · 75 已存入发件箱，聚合器启动后重跑即发送", \
      "0 imported · 64 wrong use · 65 the file is wrong and nothing was imported, or some of it was refused · 66 no such file · 74 not kept · 75 kept in the outbox: run it again when the aggregator is up") \
    X(LOG_SUMMARY, "列出账本中的记录：收到什么、何时、结论如何", "lists the log: what was received, when, and what became of it") \
    X(OPT_LAST, "只列最后 N 条（默认 20）", "the last N entries only (default: 20)") \
    X(MORE_HELP, "各命令的详情：duban COMMAND --help", "more on each: duban COMMAND --help") \
    X(OPT_WAIT_IMPORT, "最多等待回执的秒数（默认 30）", "seconds to wait for the answers (default: 30)") \
    /* results */ \
    X(ANSWER, "{1}：{2}", "{1}: {2}") \
    X(REPORT_CANNOT_SEND, "{1}：已存入发件箱，但目前无法发送：{2}", "{1}: kept in the outbox, but it cannot be sent as things are: {2}") \
    X(NOT_KEPT, "没有保存，请重报：{1}", "not kept, report it again: {1}") \
    X(NOT_KEPT_MEND, "没有保存，须先解决：{1}", "not kept, this must be mended first: {1}") \
    X(REPORT_KEPT, "{1}：已存入发件箱，但 {2} 秒内没有回执（聚合器未运行？）；不必重报，下次报送会先发送它", \
      "{1}: kept in the outbox, but no answer within {2} s (is the aggregator running?); do not repeat it, the next report sends it first") \
    X(REPORT_UNKNOWN_SOURCE, "{1}：已存入发件箱，但聚合器还不认识来源 {2}（计划尚未导入？）；不必重报，下次报送会先发送它", \
      "{1}: kept in the outbox, but the aggregator does not know the source {2} yet (was the plan imported?); do not repeat it, the next report sends it first") \
    X(REPORT_EMPTY, "没有要报送的内容；至少给出一个选项，如 --percent", "there is nothing to report; give at least one option, such as --percent") \
    X(REPORT_BAD_STATE, "--state 不能是“{1}”；可用：{2}", "--state cannot be \"{1}\"; it is one of {2}") \
    X(REPORT_BAD_PERCENT, "--percent 应为 0 到 100 的数，而不是“{1}”", "--percent is a number from 0 to 100, not \"{1}\"") \
    X(REPORT_BAD_DATE, "--{1} 应为日期，如 2022-09-30，而不是“{2}”", "--{1} is a day such as 2022-09-30, not \"{2}\"") \
    X(REPORT_TOO_LONG, "{1} 太长：最多 {2} 字节，实为 {3} 字节", "{1} is too long: at most {2} bytes, this is {3}") \
    X(REPORT_NO_TEXT, "{1} 不能为空", "{1} cannot be empty") \
    X(REPORT_NOT_UTF8, "{1} 不是 UTF-8 文字；请把终端编码设为 UTF-8", "{1} is not UTF-8; set the terminal to UTF-8") \
    X(SHEET_NOT_UTF8, "文件不是 UTF-8 编码；请在表格软件中另存为“CSV UTF-8（逗号分隔）”", "the file is not UTF-8; save it as \"CSV UTF-8 (comma delimited)\" in the spreadsheet") \
    X(SHEET_NO_HEADER, "前 20 行没有表头；需要列：{1}；本文件第一行：{2}", "no header in the first 20 rows; it needs the columns {1}; the first row is: {2}") \
    X(SHEET_MISSING_COLUMN, "表头缺少列“{1}”", "the header has no column \"{1}\"") \
    X(SHEET_TWICE_COLUMN, "表头中列“{1}”出现两次；请删去一列", "the header has the column \"{1}\" twice; remove one") \
    X(SHEET_ROW, "{1}:{2}：{3}", "{1}:{2}: {3}") \
    X(SHEET_EMPTY_CELL, "“{1}”为空", "\"{1}\" is empty") \
    X(SHEET_TOO_LONG, "“{1}”太长：最多 {2} 字节，实为 {3} 字节", "\"{1}\" is too long: at most {2} bytes, this has {3}") \
    X(SHEET_BAD_DATE, "“{1}”不是日期：“{2}”；请写成 2022-12-31", "\"{1}\" is no day: \"{2}\"; write it as 2022-12-31") \
    X(SHEET_TWICE_ID, "编号 {1} 已在第 {2} 行出现；请删去一行", "{1} stands in row {2} already; remove one of them") \
    X(SHEET_MORE_CELLS, "本行有 {1} 个单元格，表头只有 {2} 个；文字中若有逗号，请用引号括起", "the row has {1} cells, the header {2}; put quotes around a text that holds a comma") \
    X(SHEET_CUT, "文件在引号内结束，可能不完整；请重新导出", "the file ends inside quotes: it may be cut; export it again") \
    X(SHEET_NO_ROWS, "表头之后没有任何内容", "there is nothing below the header") \
    X(SHEET_BAD_NUMBER, "“{1}”不是数字：“{2}”；请只填数字，如 1203.5", "\"{1}\" is no number: \"{2}\"; write digits only, such as 1203.5") \
    X(SHEET_BAD_WORD, "“{1}”不能是“{2}”；可用：{3}", "\"{1}\" cannot be \"{2}\"; it is one of: {3}") \
    X(SHEET_BAD_NAME, "“{1}”中的单位名称太长：“{2}”", "a unit in \"{1}\" has too long a name: \"{2}\"") \
    X(SHEET_TOO_MANY_SUPPORT, "“{1}”的配合单位超过 16 个", "\"{1}\" has more than 16 supporting units") \
    X(SHEET_TWICE_UNIT, "事项 {1} 已有一个这样的单位；请删去一行", "{1} has such a unit already; remove one of the rows") \
    X(SHEET_UNKNOWN_ITEM, "计划中没有事项 {1}；请核对编号", "the plan has no item {1}; check the id") \
    X(SHEET_TOO_MANY_UNITS, "填报单位超过 {1} 个", "there are more than {1} units") \
    X(PLAN_DEFAULT, "没有“{1}”列，一律按：{2}", "no column \"{1}\", for every item: {2}") \
    X(OTHERWISE_NONE, "无", "none") \
    X(OTHERWISE_KIND, "任务", "task") \
    X(OTHERWISE_COMMITMENT, "硬任务", "hard") \
    X(OTHERWISE_TARGET_OP, "有目标值的为“不少于”，否则为“完成”", "ge with a target, else done") \
    X(OTHERWISE_UNIT, "不限", "any") \
    X(OTHERWISE_CYCLE, "每月", "monthly") \
    X(OTHERWISE_START, "完成时限当年的 1 月 1 日", "1 January of the deadline's year") \
    X(OTHERWISE_REPORTER, "牵头单位", "the lead") \
    X(PLAN_NOTHING_IMPORTED, "{1}：{2} 处有误，未导入任何内容", "{1}: faults: {2}; nothing was imported") \
    X(PLAN_CHECKED, "{1}：{2} 个事项，{3} 个填报单位，没有问题（仅检查，未导入）", "{1}: {2} items of {3} units, nothing wrong (checked only, nothing imported)") \
    X(PLAN_IMPORTED, "{1}：{2} 个事项；发出的更新：新增或变更 {3}，无变化 {4}，被退回 {5}", "{1}: {2} items; of the updates sent {3} were new or changed, {4} unchanged, {5} refused") \
    X(PLAN_KEPT, "{1}：已存入发件箱，但还有 {2} 条没有回执（聚合器未运行？）；它启动后重跑本命令即可", \
      "{1}: kept in the outbox, but {2} answers are still missing (is the aggregator running?); run this again when it is up") \
    X(PROGRESS, "已回执 {1}/{2}", "{1} of {2} answered") \
    X(COLUMN_ID, "编号", "id") \
    X(COLUMN_TITLE, "事项", "title") \
    X(COLUMN_LEAD, "牵头单位", "lead") \
    X(COLUMN_DUE, "完成时限", "due") \
    X(COLUMN_KIND, "类别", "kind") \
    X(COLUMN_AREA, "领域", "area") \
    X(COLUMN_TITLE_EN, "英文名称", "title_en") \
    X(COLUMN_COMMITMENT, "承诺", "verb") \
    X(COLUMN_TARGET_OP, "目标方式", "target_op") \
    X(COLUMN_TARGET, "目标值", "target") \
    X(COLUMN_UNIT, "单位", "unit") \
    X(COLUMN_BASELINE, "基数", "baseline") \
    X(COLUMN_CYCLE, "报送周期", "cycle") \
    X(COLUMN_START, "开始日期", "start") \
    X(COLUMN_STAGE, "阶段", "stage") \
    X(COLUMN_REPORTER, "填报单位", "reporter") \
    X(COLUMN_SUPPORT, "配合单位", "support") \
    X(COLUMN_SOURCE_REF, "出处", "source_ref") \
    X(COLUMN_NOTE, "备注", "note") \
    X(COLUMN_DEPT, "单位", "dept") \
    X(COLUMN_ROLE, "角色", "role") \
    X(COLUMN_CODE, "代码", "code") \
    X(COLUMN_NAME, "名称", "name_zh") \
    X(COLUMN_PERSON, "姓名", "name") \
    X(COLUMN_ADDRESS, "邮箱", "address") \
    X(COLUMN_LANG, "语言", "lang") \
    X(PEOPLE_CONTROL, "“{1}”中有换行或控制字符；请删去", "\"{1}\" holds a line break or a control character; remove it") \
    X(PEOPLE_BAD_ADDRESS, "“{1}”不是邮箱地址：“{2}”；每行只写一个，形如 name@example.cn，用半角字符，不含空格", \
      "\"{1}\" is no mail address: \"{2}\"; write one in each row, such as name@example.cn, in ASCII and without blanks") \
    X(PEOPLE_NEEDS_DEPT, "{2}属于一个单位，“{1}”却为空；请填写单位的代码或名称", "a {2} belongs to a unit, but \"{1}\" is empty; fill in its code or name") \
    X(PEOPLE_TWICE, "{1} 作为同一单位的{2}已在第 {3} 行出现；请删去一行", "{1} stands in row {3} already, as {2} of the same unit; remove one of them") \
    X(PEOPLE_TOO_MANY, "多于 {1} 行，从本行起没有检查；请删去不需要的行", "more than {1} rows, and from this one on none was checked; remove what is not needed") \
    X(LOG_LSN, "序号", "lsn") \
    X(LOG_RECEIVED, "收到时间", "received") \
    X(LOG_SOURCE, "来源", "source") \
    X(LOG_TYPE, "类型", "type") \
    X(LOG_ITEM, "事项", "item") \
    X(LOG_RESULT, "结论", "result") \
    X(LOG_CONTENT, "内容", "content") \
    X(LOG_EMPTY, "账本是空的", "the log is empty") \
    X(not_started, "未启动", "not started") \
    X(working, "进行中", "working") \
    X(paused, "暂停", "paused") \
    X(basically_done, "基本完成", "basically done") \
    X(done, "已完成", "done") \
    X(indicator, "指标", "indicator") \
    X(project, "项目", "project") \
    X(task, "任务", "task") \
    X(forecast, "预计", "forecast") \
    X(preliminary, "初步", "preliminary") \
    X(revised, "修订", "revised") \
    X(final, "最终", "final") \
    X(hard, "硬任务", "hard") \
    X(stage, "节点", "stage") \
    X(progress, "进度", "progress") \
    X(effort, "努力", "effort") \
    X(maintain, "控制", "maintain") \
    X(ge, "不少于", "at least") \
    X(le, "不超过", "at most") \
    X(eq, "等于", "equal to") \
    X(approx, "左右", "about") \
    X(sync, "同步", "in step with another") \
    X(start, "启动", "started") \
    X(none, "无", "none") \
    X(weekly, "每周", "weekly") \
    X(monthly, "每月", "monthly") \
    X(quarterly, "每季", "quarterly") \
    X(yearly, "每年", "yearly") \
    X(draft, "草案", "draft") \
    X(active, "已生效", "active") \
    X(COUNT_UNIT, "单位", "unit") \
    X(COUNT_ALL, "事项", "items") \
    X(COUNT_SILENT, "未报状态", "no state yet") \
    X(COUNT_OVERDUE, "其中逾期", "overdue") \
    X(COUNT_TOTAL, "合计", "all") \
    X(STATUS_HEADING, "{1}（{2}）  截至 {3}", "{1} ({2})  as of {3}") \
    X(NO_PLAN_NAME, "未命名的计划", "a plan without a name") \
    X(NO_ITEM, "计划中没有事项 {1}；用 duban log 或 duban status 查看已有内容", "the plan has no item {1}; duban log and duban status show what there is") \
    X(BAD_AS_OF, "--as-of 应为日期如 2022-09-30，或时刻如 2022-09-30T08:00:00+08:00，而不是“{1}”", \
      "--as-of is a day such as 2022-09-30 or an instant such as 2022-09-30T08:00:00+08:00, not \"{1}\"") \
    X(ITEM_DUE_ORIGINAL, "原定时限", "original deadline") \
    X(ITEM_DUE_CURRENT, "现行时限", "current deadline") \
    X(ITEM_REMARK, "计划备注", "remark of the plan") \
    X(ITEM_STATE, "状态", "state") \
    X(ITEM_PROGRESS, "完成进度", "progress") \
    X(ITEM_VALUE, "累计完成", "reached so far") \
    X(ITEM_COMPLETED_ON, "完成日期", "completed on") \
    X(ITEM_FORECAST, "预计完成", "expected to finish") \
    X(ITEM_EXT_TO, "申请延期至", "extension asked for") \
    X(ITEM_HEARD_ON, "最近报送", "last heard on") \
    X(ITEM_MOVED_ON, "最近进展", "last moved on") \
    X(ITEM_HISTORY, "最近记录：", "Last entries:") \
    X(COLUMN_REQUESTED_ON, "申请日期", "requested_on") \
    X(COLUMN_REQUESTED_DUE, "申请延期至", "requested_due") \
    X(COLUMN_DECISION, "决定", "decision") \
    X(COLUMN_DECIDED_ON, "决定日期", "decided_on") \
    X(COLUMN_NEW_DUE, "新时限", "new_due") \
    X(COLUMN_DOC_NO, "文号", "doc_no") \
    X(DECIDE_BAD_WORD, "决定应为 approved（同意）或 refused（不同意），而不是“{1}”", "a decision is approved or refused, not \"{1}\"") \
    X(DECIDE_NEW_DUE, "同意延期须给出 --new-due，不同意则不能给出", "approved needs --new-due, refused has none") \
    X(DECIDE_NOTHING, "{1}：{2} 处有误，未记录任何决定", "{1}: faults: {2}; nothing was recorded") \
    X(DECIDE_FILE_ALONE, "使用 --file 时，决定都写在表中，不能再写“{1}”", \
      "with --file the table says what is decided; remove \"{1}\"") \
    X(DECIDED, "{1} 条决定：新记录 {2}，已有 {3}，被退回 {4}", "{1} decisions: {2} recorded, {3} known already, {4} refused") \
    X(SOME_REFUSED, "有 {1} 条被退回，原因见上", "{1} refused, the reasons stand above") \
    X(PLAN_ACTIVATED, "计划已生效", "the plan is in force") \
    X(PLAN_REST, "{1}：计划中另有 {2} 个事项不在此文件中，保持不变：{3}", \
      "{1}: items of the plan that this file does not have, and which stay: {2}:{3}") \
    X(PLAN_RENAMED, "计划改称“{1}”，原名“{2}”", "the plan is called \"{1}\" from now on; it was \"{2}\"") \
    X(PLAN_NAMED, "计划名称“{1}”，年度 {2}（另写一个 plan.yaml 可以指定）", "the plan is called \"{1}\", its year is {2} (a plan.yaml can say otherwise)") \
    X(PLAN_NO_CALENDAR, "没有工作日历，一律按：周六、周日休息，节假日算工作日（plan.yaml 的 calendar 可以指定）", \
      "no calendar: Saturdays and Sundays are off, holidays count as working days (calendar in plan.yaml names one)") \
    X(PLAN_CALENDAR_KEPT, "没有给出工作日历，沿用计划已有的（{1} 至 {2}）", "no calendar: the one that the plan has stays ({1} to {2})") \
    X(PLAN_CALENDAR, "工作日历：{1} 至 {2}，每周休息：{3}，放假 {4} 天，调休上班 {5} 天", \
      "calendar: {1} to {2}, weekly rest: {3}, {4} dates off, {5} dates worked instead") \
    X(CALENDAR_DAYS, "“{1}”应为日期如 2022-10-01，或起止日期如 2022-10-01..2022-10-07，而不是“{2}”", \
      "\"{1}\" takes days such as 2022-10-01 and ranges such as 2022-10-01..2022-10-07, not \"{2}\"") \
    X(CALENDAR_BACKWARDS, "“{1}”的止日早于起日；请对调", "\"{1}\" ends before it begins; exchange the two days") \
    X(CALENDAR_OUTSIDE, "“{1}”不在 covered_from 至 covered_to（{2} 至 {3}）之内；请核对日期，或改写这两项", \
      "\"{1}\" lies outside covered_from to covered_to ({2} to {3}); correct the day, or these two") \
    X(CALENDAR_TOO_MANY, "“{1}”超过 {2} 天；请去掉较早的年份", "\"{1}\" has more than {2} days; leave out earlier years") \
    X(CALENDAR_NO_WORK, "“{1}”列出了一周的每一天；请至少留一天上班", "\"{1}\" lists every day of the week; leave one to work on") \
    X(OFFICE_WRONG, "{1}：{2} 处有误", "{1}: faults: {2}") \
    X(OFFICE_SOURCE_TWICE, "两处 watch 的 source 都是 {1}；每个来源只写一处", "two entries of watch have the source {1}; each source has one") \
    X(MAIL_ADDRESS, "mail：“{1}”不是可用的邮件地址；请写成 duban@example.gov.cn", "mail: \"{1}\" is no plain address of mail; write duban@example.gov.cn") \
    X(MAIL_HOST, "mail：“{1}”不是可用的主机名；请写成 mail.example.gov.cn", "mail: \"{1}\" is no plain name of a host; write mail.example.gov.cn") \
    X(MAIL_NO_SERVER, "mail：channel 为 smtp 时须写明 server", "mail: the channel smtp needs a server") \
    X(MAIL_HALF_USER, "mail：user 与 password_file 须同时写明", "mail: user and password_file come together") \
    X(MAIL_OPEN_PASSWORD, "mail：tls 为 off 时口令会明文传送；请改用 starttls 或 tls，或去掉 user", \
      "mail: with tls off the password would travel in the open; use starttls or tls, or remove user") \
    X(MAIL_HELD, "邮件通道暂停：{1}；{2} 分钟后再试，请检查 duban.yaml 的 mail 与邮件服务器", "mail is held: {1}; next try in {2} min; look at mail in duban.yaml and at the server") \
    X(MAIL_DEAD, "邮件 {1} 未能送达 {2}，不再重试：{3}；请核对地址与邮件服务器", "mail {1} did not reach {2} and is not tried again: {3}; check the address and the server") \
    X(MAIL_UNKNOWN, "邮件 {1} 不知是否已到 {2}：{3}；将以同一 Message-ID 再发", "mail {1} may or may not have reached {2}: {3}; it will be sent again with the same Message-ID") \
    X(OFFICE_NONE, "{1} 不是办公目录（没有 state/）；用 --dir 指明目录，或用 duban init 新建", \
      "{1} is no office (there is no state/); name it with --dir, or make one with duban init") \
    X(INIT_MADE, "已建立：{1}", "made: {1}") \
    X(INIT_KEPT, "已存在，未改动：{1}", "there already, left as it is: {1}") \
    X(INIT_NEXT, "下一步：填写 {1}/plan.zh.csv，然后运行 duban aggregator --dir {1} 与 duban plan import --dir {1} {1}/plan.zh.csv", \
      "next: fill in {1}/plan.en.csv, then run duban aggregator --dir {1} and duban plan import --dir {1} {1}/plan.en.csv") \
    X(CHECK_FORM, "{1}：读不到这个表单文件（duban.yaml 的 watch）；请改正路径或权限", "{1}: this form file (watch in duban.yaml) cannot be read; correct its path or its rights") \
    X(CHECK_FOLDER, "{1}：监看的文件夹不存在，或不能读写；回执要写在其中", "{1}: the watched folder is not there, or cannot be read and written; receipts go into it") \
    X(CHECK_MODE, "{1}：其他用户可以进入；运行 chmod 700 {1}", "{1}: other users can enter it; run chmod 700 {1}") \
    X(CHECK_NO_PEOPLE, "没有 {1}：不会给任何人发邮件；duban init 会建立一个模板", "there is no {1}: nobody will be mailed; duban init makes a template") \
    X(CHECK_NO_ADDRESS, "单位{1}在 {2} 中没有邮箱；请为其联络员或负责人加一行", "unit {1} has no address in {2}; add a row for its liaison or its head") \
    X(CHECK_UNKNOWN_DEPT, "{1}:{2}：计划中没有单位“{3}”；请写计划中的代码或名称，见 duban status", \
      "{1}:{2}: the plan has no unit \"{3}\"; write it by its code or name as the plan has it, see duban status") \
    X(CHECK_OK, "没有发现问题：{1}", "nothing wrong: {1}") \
    X(CHECK_FOUND, "发现 {1} 处问题", "faults: {1}") \
    X(REPORT_BAD_VALUE, "--value 应为数字连同单位，如 120个 或 3.5亿元，而不是“{1}”", "--value is a number with its unit, such as 120个 or 3.5亿元, not \"{1}\"") \
    X(NO_STORE, "{1} 中还没有账本；先运行 duban aggregator --dir {1}", "there is no log in {1} yet; run duban aggregator --dir {1} first") \
    X(STORE_RIGHTS, "无法读取账本；读取时聚合器须在运行，或 state/ 文件夹须可写", "the log cannot be read; for that the aggregator must run or the folder state/ be writable") \
    /* configuration, forms, mappings: file:line:column stands in front */ \
    X(CONF_NOT_UTF8, "从这里起不是 UTF-8 文字；请在编辑器中另存为 UTF-8", "from here on this is not UTF-8; save the file as UTF-8 in the editor") \
    X(CONF_GB18030, "文件看来是 GB18030（GBK）编码；请在编辑器中另存为 UTF-8", "the file looks like GB18030 (GBK); save it as UTF-8 in the editor") \
    X(CONF_CONTROL, "这里有不可见的控制字符 {1}；请删去", "here stands the invisible control character {1}; remove it") \
    X(CONF_UNREAD, "{1}（其后内容尚未检查）", "{1} (what follows has not been checked)") \
    X(CONF_SYNTAX, "YAML 读不懂这里：{1}；请检查引号、冒号和缩进", "this is no YAML: {1}; check quotes, colons and indentation") \
    X(CONF_TAB, "缩进中有制表符（Tab）；请改用空格，每层两个", "a tab stands in the indentation; use blanks, two for each level") \
    X(CONF_INDENT, "这一行与上面各行不对齐；同一层的各行须左对齐，列表各项都以“- ”开头", \
      "this line does not line up with those above; lines of one level begin in one column, entries of a list each with \"- \"") \
    X(CONF_BEHIND, "值已在此之前结束；请用引号括起整段文字，其中的 ' 写成 ''", "the value has ended before this; put quotes around the whole text and write '' for a ' in it") \
    X(CONF_OPEN_QUOTE, "这里的引号没有配对的后引号；请补上", "the quote that begins here is never closed; close it") \
    X(CONF_OPEN_BRACKET, "这里的括号没有配对的后括号，或其中缺少逗号；请补上", "the bracket that begins here is never closed, or a comma is missing in it; add it") \
    X(CONF_NO_COLON, "这一行缺少冒号；请写成“名称: 值”，用半角冒号，其后留一个空格", "this line has no colon; write key: value, with an ASCII colon and a blank behind it") \
    X(CONF_COLON, "这里不能有冒号；含冒号的值请用引号括起，名称须独占一行并与同层各行左对齐", \
      "no colon can stand here; put quotes around a value that holds one; a key begins a line, in one column with its neighbours") \
    X(CONF_START, "值不能以这个字符开头；请用引号括起整个值", "no value can begin with this character; put quotes around the value") \
    X(CONF_ESCAPE, "双引号中的反斜杠另有含义；请写成 \\\\，或改用单引号", "a backslash has a meaning inside double quotes; write \\\\ or use single quotes") \
    X(CONF_DOCUMENTS, "文件的内容到此已结束；请删去其后内容，或另存为一个文件", "the file's content has ended before this; remove what follows or put it into a file of its own") \
    X(CONF_ANCHOR, "这里不能用锚点“&{1}”；请删去", "the anchor \"&{1}\" cannot be used here; remove it") \
    X(CONF_ALIAS, "这里不能引用“*{1}”；请把内容直接写出，或用引号括起", "the alias \"*{1}\" cannot be used here; write out what it stands for, or put quotes around it") \
    X(CONF_TAG, "这里不能用标签“{1}{2}”；请删去，或用引号括起整个值", "the tag \"{1}{2}\" cannot be used here; remove it, or put quotes around the value") \
    X(CONF_DEEP, "层次太深：最多 {1} 层；请减少嵌套", "nested too deep: at most {1} levels; write it flatter") \
    X(CONF_ROOT, "文件应由“名称: 值”各行组成，而不是{1}", "a file consists of lines key: value, not of {1}") \
    X(CONF_KEY_FORM, "冒号前应为名称，而不是{1}", "a name stands before the colon, not {1}") \
    X(CONF_NO_NAME, "冒号前缺少名称；请补上", "the name before the colon is missing; add it") \
    X(CONF_UNKNOWN, "这里没有“{1}”这一项；可用：{2}", "there is no key \"{1}\" here; there are: {2}") \
    X(CONF_UNKNOWN_NEAR, "这里没有“{1}”这一项；是否应为“{2}”？", "there is no key \"{1}\" here; did you mean \"{2}\"?") \
    X(CONF_TWICE, "“{1}”已在第 {2} 行出现；请删去一处", "\"{1}\" stands in line {2} already; remove one of them") \
    X(CONF_MISSING, "由此开始的一节缺少“{1}”；请补上", "\"{1}\" is missing in the section that begins here; add it") \
    X(CONF_EMPTY, "“{1}”没有值；请填写，不需要时可删去这一行", "\"{1}\" has no value; give it one, or remove the line if it is not needed") \
    X(CONF_KIND, "“{1}”在此应为{2}，而不是{3}", "here \"{1}\" takes {2}, not {3}") \
    X(CONF_VALUE, "单个值", "a single value") \
    X(CONF_LIST, "列表", "a list") \
    X(CONF_MAP, "一组“名称: 值”", "a group of keys") \
    X(CONF_TEXTS, "一段文字，或每项以“- ”开头的列表", "one text or a list of texts, each begun with \"- \"") \
    X(CONF_PAIRS, "向右缩进的若干行“名称: 文字”", "lines name: text, further in") \
    X(CONF_SECTION, "向右缩进的若干行“名称: 值”", "lines key: value, further in") \
    X(CONF_SECTIONS, "列表，每项以“- ”开头，内为若干行“名称: 值”", "a list, each entry begun with \"- \" and made of lines key: value") \
    X(CONF_COMMA, "、", ", ") \
    X(CONF_WORD, "“{1}”不能是“{2}”；可用：{3}", "\"{1}\" cannot be \"{2}\"; it is one of: {3}") \
    X(CONF_WORD_NEAR, "“{1}”不能是“{2}”；是否应为“{4}”？可用：{3}", "\"{1}\" cannot be \"{2}\"; did you mean \"{4}\"? It is one of: {3}") \
    X(CONF_NUMBER, "“{1}”应为整数{2}，而不是“{3}”", "\"{1}\" takes a whole number{2}, not \"{3}\"") \
    X(CONF_RANGE, "（{1} 到 {2}）", " from {1} to {2}") \
    X(CONF_LEAST, "（不小于 {1}）", " of {1} or more") \
    X(CONF_DURATION, "“{1}”应为时长{2}，如 500ms、10s、5m、2h、3d，而不是“{3}”", "\"{1}\" takes a duration{2}, such as 500ms, 10s, 5m, 2h or 3d, not \"{3}\"") \
    X(CONF_UNIT, "“{1}”缺少时间单位；请写成 {2}s（秒）、{2}m（分）、{2}h（时）等", "\"{1}\" needs a unit; write {2}s, {2}m or {2}h for seconds, minutes or hours") \
    X(CONF_BOOL, "“{1}”应为 true 或 false，而不是“{2}”", "\"{1}\" takes true or false, not \"{2}\"") \
    X(CONF_BOOL_NEAR, "“{1}”应为 true 或 false，而不是“{2}”；请写成 {3}", "\"{1}\" takes true or false, not \"{2}\"; write {3}") \
    X(CONF_ZONE, "“{1}”不是时区名称：“{2}”；请写成如 Asia/Shanghai", "\"{1}\" is no time zone: \"{2}\"; write it as Asia/Shanghai") \
    X(CONF_DATE, "“{1}”应为日期，如 2022-12-31，而不是“{2}”", "\"{1}\" takes a day such as 2022-12-31, not \"{2}\"") \
    X(CONF_TOO_LONG, "“{1}”太长：最多 {2} 字节，实为 {3} 字节；请缩短", "\"{1}\" is too long: at most {2} bytes, this has {3}; shorten it") \
    X(CONF_TOO_SHORT, "“{1}”太短：至少 {2} 字节，实为 {3} 字节；请补全", "\"{1}\" is too short: at least {2} bytes, this has {3}; complete it") \
    X(CONF_NUL, "“{1}”中有空字符（\\0）；请删去", "\"{1}\" holds a NUL character (\\0); remove it") \
    /* forms and files */ \
    X(FORM_NO_WORDS, "只有 state、stage 和 reading_status 可以有 words，{1} 不可以", "only state, stage and reading_status have words, {1} has none") \
    X(FORM_NEEDS_WORDS, "{1} 需要 words：表中的词，及其含义（state：not_started working paused basically_done done；stage：计划的阶段；reading_status：forecast preliminary revised final）", \
      "{1} needs words: the table's words, and what each means (state: not_started working paused basically_done done; stage: a stage of the plan; reading_status: forecast preliminary revised final)") \
    X(FORM_BAD_STATE, "“{1}”对应的“{2}”不是状态；可用：not_started working paused basically_done done", \
      "\"{1}\" means \"{2}\", which is no state; it is one of not_started working paused basically_done done") \
    X(FORM_BAD_READING_STATUS, "“{1}”对应的“{2}”不是数据性质；可用：forecast preliminary revised final", \
      "\"{1}\" means \"{2}\", which is no status of a figure; it is one of forecast preliminary revised final") \
    X(FORM_NO_PERIOD, "有 reading_status 时须用 period 指明统计时期所在的列", "with reading_status, period names the column of the period") \
    X(FORM_PERIOD, "有 period 的表单恰有两列：一列 value，一列 reading_status", "a form with period has two columns, one value and one reading_status") \
    X(FORM_TWICE, "字段 {1} 出现两次；请删去一个（只有 percent 和 value 可以有多列）", \
      "the field {1} stands twice; remove one (only percent and value may have several columns)") \
    X(FORM_NO_UNIT, "只有 value 可以有 unit_from 或 unit，{1} 不可以", "only value has unit_from or unit, {1} has neither") \
    X(FORM_BAD_SEPARATOR, "separator 不能是“{1}”；可用逗号、分号、制表符（\"\\t\"），utf-8 时还可用 |", \
      "separator cannot be \"{1}\"; it is a comma, a semicolon or a tab (\"\\t\"), with utf-8 also |") \
    X(FORM_NO_SCALE, "只有 percent 可以有 scale，{1} 不可以", "only percent has a scale, {1} has none") \
    X(FORM_NO_AS, "只有日期可以有 as，{1} 不可以", "only days have as, {1} has none") \
    X(FORM_JSON_ENCODING, "JSON 总是 utf-8，不能是 {1}；请删去 encoding", "JSON is always utf-8, never {1}; remove encoding") \
    X(FORM_NO_ROWS, "只有 kind: json 可以有 {1}；请删去", "only kind: json has {1}; remove it") \
    X(FORM_NO_TOTAL, "有 total 时须用 rows 指明各行所在", "with total, rows says where the rows are") \
    X(FORM_TWO_UNITS, "unit_from 和 unit 只能有一个；请删去一个", "of unit_from and unit there can be one; remove the other") \
    X(OPT_DAY, "视为在该日送达（默认今天）", "take it to be delivered on that day (default: today)") \
    X(TRY_SUMMARY, "试读一个单位的表格：能读懂什么、退回什么、为什么；不发送", "tries a unit's table: what is understood, what is refused and why; sends nothing") \
    X(TRY_EXITS, "0 可以接收（可能有退回的行）· 64 用法有误 · 65 整个文件不能接收 · 66 没有此文件 · 78 表单有误", \
      "0 the file can be taken (rows may be refused) · 64 wrong use · 65 the file cannot be taken · 66 no such file · 78 the form is wrong") \
    X(TRY_ACCEPTED, "{1}：可以接收；{2} 行，读懂 {3}，退回 {4}，略过 {5}（标题、合计、注）", "{1}: can be taken; rows {2}, understood {3}, refused {4}, skipped {5} (titles, sums, notes)") \
    X(RECEIPT_ROW, "行号", "row") \
    X(RECEIPT_RESULT, "结果", "result") \
    X(RECEIPT_COLUMN, "字段", "column") \
    X(RECEIPT_CELL, "原值", "as it was written") \
    X(RECEIPT_UNDERSTOOD, "理解为", "understood as") \
    X(RECEIPT_WHY, "说明", "why, and what to do") \
    X(RECEIPT_ACCEPTED, "已收", "accepted") \
    X(RECEIPT_UNCHANGED, "无变化", "unchanged") \
    X(RECEIPT_REFUSED, "退回", "refused") \
    X(RECEIPT_MISSING, "缺少", "missing") \
    X(RECEIPT_MISSING_WHY, "以前报过、这次没有；沿用上次的内容，不需要时请告知督办员", "reported before and not in this file; it stays as it was") \
    X(RECEIPT_FILE_ACCEPTED, "文件已收", "file accepted") \
    X(RECEIPT_FILE_HELD, "文件未收", "file not taken") \
    X(RECEIPT_FILE_DUPLICATE, "重复文件", "duplicate") \
    X(RECEIPT_COUNTS, "共 {1} 行：有变化 {2}，无变化 {3}，退回 {4}；另有 {5} 行标题、合计、注释未读", "rows: {1}; changed {2}, unchanged {3}, refused {4}; titles, sums and notes not read: {5}") \
    X(RECEIPT_DUPLICATE_WHY, "与以前送来的文件完全相同，没有重复计入；请确认导出的是最新内容", "the same bytes were delivered before; nothing was counted twice; is this the latest export?") \
    X(RECEIPT_CUT_WHY, "以前报过的事项缺少一成以上，疑似文件不完整，整个文件没有采用；请重新导出全表；确实不再报送的，请告知督办员（duban watch --again）", "more than one in ten of the items reported before are missing: the file seems to be cut and was not used; export the whole table again, or tell the supervisor's office that they are no longer reported (duban watch --again)") \
    X(WATCH_UNKNOWN_SOURCE, "汇聚端还不认识来源 {1}；请运行 duban connect", "the aggregator does not know the source {1} yet; run duban connect") \
    X(WATCH_NOT_THERE, "duban.yaml 的 watch 中没有来源 {1}；现有：{2}", "no entry of watch in duban.yaml has the source {1}; there are: {2}") \
    X(CONNECT_SUMMARY, "把 duban.yaml 中 watch 的各来源告诉汇聚端", "Tells the aggregator the sources that duban.yaml has under watch.") \
    X(WATCH_DEPT_CODE, "duban.yaml 中来源 {1} 的 dept 写的是“{2}”；请写单位代码 {3}", "the dept of source {1} in duban.yaml is \"{2}\"; write the unit's code, {3}") \
    X(WATCH_DEPT_UNKNOWN, "duban.yaml 中来源 {1} 的 dept：计划里没有单位“{2}”；相近的：{3}", "the dept of source {1} in duban.yaml: the plan has no unit \"{2}\"; near ones: {3}") \
    X(CONNECT_NOTHING, "duban.yaml 的 watch 中没有任何来源", "duban.yaml has no entry of watch") \
    X(CONNECTED, "来源 {1} 个，其中新增或有变化 {2} 个", "sources: {1}, of these new or changed: {2}") \
    X(grey, "灰", "grey") \
    X(green, "绿", "green") \
    X(yellow, "黄", "yellow") \
    X(red, "红", "red") \
    X(blue, "蓝", "blue") \
    X(monday, "周一", "Mon") \
    X(tuesday, "周二", "Tue") \
    X(wednesday, "周三", "Wed") \
    X(thursday, "周四", "Thu") \
    X(friday, "周五", "Fri") \
    X(saturday, "周六", "Sat") \
    X(sunday, "周日", "Sun") \
    X(DIGEST_SUMMARY, "每个工作日写一期督办日报", "Writes the daily digest of every working day.") \
    X(DIGEST_SUBJECT, "【督办日报 第{1}期】{2} {3}｜待您处理 {4}｜", "[duban daily #{1}] {3} {2} | your move {4} | ") \
    X(DIGEST_HEADING, "督办日报 第{1}期 · {2} {3} · {4}", "Daily digest #{1} · {3} {2} · {4}") \
    X(DIGEST_AS_OF, "数据截至 {1} 07:30 · 上一期 {2} · 时间进度 {3}（{4}/{5} 个工作日）", "as of {1} 07:30 · last issue {2} · time elapsed {3} ({4} of {5} working days)") \
    X(DIGEST_ACTIONS, "一、需要行动", "1. Action") \
    X(DIGEST_CHANGES, "二、上一期以来", "2. Since the last issue") \
    X(DIGEST_UPCOMING, "三、未来十个工作日到期", "3. Due in the next ten working days") \
    X(DIGEST_REPORTING, "四、报送", "4. Reporting") \
    X(DIGEST_YOU, "◇待您处理", "◇your move") \
    X(DIGEST_NOTHING_REPORTED, "尚无进展数据", "no progress reported yet") \
    X(DIGEST_OVERDUE, "{1}；时限 {2}，已逾期 {3} 个工作日", "{1}; due {2}, overdue for {3} working days") \
    X(DIGEST_LAG, "{1}，应 {2}，差 {3} 个百分点；已 {4} 个工作日（自 {5}）", "{1}, expected {2}, {3} points behind; for {4} working days (since {5})") \
    X(DIGEST_LAG_SMALL, "已 {1}，应 {2}，全年 {3}；已 {4} 个工作日（自 {5}）", "{1} there, {2} expected, {3} in the year; for {4} working days (since {5})") \
    X(DIGEST_STALLED, "{1}；{2} 以来没有实质进展", "{1}; no real progress since {2}") \
    X(DIGEST_STALE, "{1}；连续 {2} 期未报（自 {3}）", "{1}; {2} reports missed in a row (since {3})") \
    X(DIGEST_NEVER_REPORTED, "一个周期已过，从未报送；已 {1} 个工作日", "a full cycle has passed and nothing was ever reported; for {1} working days") \
    X(DIGEST_DECIDE, "申请延期：{1} → {2}；已等 {3} 个工作日（时限 {4}），批复前仍按原时限计", "extension asked for: {1} to {2}; waiting for {3} working days of {4}; until then the deadline stands") \
    X(DIGEST_SILENT, "{1} 项应报未报（自 {2}）", "{1} reports are missing (since {2})") \
    X(DIGEST_QUOTE_OPEN, "“", "\"") \
    X(DIGEST_QUOTE_CLOSE, "”", "\"") \
    X(DIGEST_NEXT_DECIDE, "下一步：督查室 {1} 前批复", "next: decide by {1}") \
    X(DIGEST_NEXT_OVERDUE, "下一步：{2} {1} 前报完成情况，或申请延期", "next: {2} reports the completion or asks for an extension by {1}") \
    X(DIGEST_NEXT_LAG, "下一步：{2} {1} 前报追赶措施", "next: {2} says by {1} how to catch up") \
    X(DIGEST_NEXT_STALLED, "下一步：{2} {1} 前说明原因", "next: {2} explains by {1}") \
    X(DIGEST_NEXT_REPORT, "下一步：{2} {1} 前补报", "next: {2} reports by {1}") \
    X(DIGEST_MORE, "另有红灯 {1} 项、黄灯 {2} 项、待批复 {3} 项未列出：duban table", "not listed: {1} red, {2} yellow, {3} to decide: duban table") \
    X(DIGEST_UNCHANGED, "其中 {1} 项红灯未变，最久 {2} 个工作日（{3}）", "of all, {1} red ones are unchanged, the oldest for {2} working days ({3})") \
    X(DIGEST_NO_ACTION, "今天没有需要行动的事项", "nothing needs action today") \
    X(DIGEST_AND, "；", "; ") \
    X(DIGEST_REST, "；等，另 {1} 项", "; and {1} more") \
    X(DIGEST_DONE, "办结 {1} 项：", "completed, {1}: ") \
    X(DIGEST_TO_GREEN, "转绿 {1} 项：", "turned green, {1}: ") \
    X(DIGEST_TO_RED, "新增红灯 {1} 项：", "turned red, {1}: ") \
    X(DIGEST_TO_YELLOW, "新增黄灯 {1} 项：", "turned yellow, {1}: ") \
    X(DIGEST_MOVED, "时限变更：{1} {2} → {3}（最初 {4}；{5}）", "deadline moved: {1} {2} to {3} (originally {4}; {5})") \
    X(DIGEST_NO_CHANGE, "没有变化", "nothing has changed") \
    X(DIGEST_UPCOMING_MORE, "另有 {1} 项", "and {1} more") \
    X(DIGEST_NO_UPCOMING, "没有", "none") \
    X(DIGEST_N_SILENT, "整月未报的单位 {1} 个", "units of which nothing was heard in a cycle: {1}") \
    X(DIGEST_N_STALE, "未按期报 {1} 项", "items whose report is late: {1}") \
    X(DIGEST_N_NEVER, "从未报送 {1} 项", "items never reported: {1}") \
    X(DIGEST_ALL_REPORTED, "已接入的单位都按期报送", "all connected units have reported in time") \
    X(DIGEST_UNCONNECTED, "尚未接入的单位 {1} 个（{2} 项）；其中时限已过、没有收到情况的 {3} 项（{4} 个单位），只是事实，不计入红灯", "not connected: {1} units ({2} items); of these, due date passed and nothing reported: {3} items in {4} units, a fact and no blame") \
    X(DIGEST_FOOTER, "各行依据：duban explain 编号 --as-of {1}", "where each line comes from: duban explain ID --as-of {1}") \
    X(UP_SUMMARY, "在前台运行本目录的全部守护进程", "Runs all daemons of an office in the foreground.") \
    X(UP_EXITS, "0 收到 SIGINT 或 SIGTERM 后结束 · 64 用法有误 · 66 没有办公目录 · 78 duban.yaml 有误", "0 ended by SIGINT or SIGTERM · 64 wrong use · 66 no office · 78 duban.yaml is wrong") \
    X(UP_RESTART, "{1} 已结束（{2}），稍后重新启动", "{1} has ended ({2}) and will be started again") \
    X(UP_MEND, "{1} 已结束（{2}）：输入或配置有误，原因见上；改好后一分钟内会重新启动", "{1} has ended ({2}): its input or configuration is wrong, see above; it is tried again every minute, so mend it and wait") \
    X(PING_SUMMARY, "查看守护进程是否在工作：汇聚端须有应答，其余须占着各自的数据库", "tells whether a daemon works: the aggregator has to answer, others have to hold their database") \
    X(PING_EXITS, "0 有应答，或在运行 · 64 用法有误 · 66 没有办公目录 · 69 没有应答，或没有运行", "0 it answers, or runs · 64 wrong use · 66 no office · 69 it does not answer, or does not run") \
    X(OPT_WAIT_PING, "最多等待的秒数（默认 5）", "seconds to wait for it (default: 5)") \
    X(PING_ANSWERS, "{1} 有应答", "{1} answers") \
    X(PING_RUNS, "{1} 在运行", "{1} runs") \
    X(PING_SILENT, "{1} 在 {2} 秒内没有应答；请看它是否在运行、日志里写了什么", "{1} did not answer within {2} s; see whether it runs, and what its log says") \
    X(PING_NOT_RUNNING, "{1} 没有运行；用 duban {1} 启动", "{1} does not run; duban {1} starts it") \
    X(PING_UNKNOWN, "没有守护进程“{1}”；可查 aggregator、watch 来源、alert、digest", "no daemon is called \"{1}\"; there are aggregator, watch SOURCE, alert and digest") \
    X(ALERT_SUMMARY, "每个工作日把新出现的问题和将到期的事项告诉责任单位", "Tells units, on working days, what is new of their items and what falls due.") \
    X(ALERT_SUBJECT, "【督办提醒】{1} {2}：新问题 {3} 项，将到期 {4} 项", "[duban alert] {1} {2}: {3} new, {4} falling due") \
    X(ALERT_HEADING, "督办提醒 · {1} · {2}", "Alert · {1} · {2}") \
    X(ALERT_AS_OF, "数据截至 {1} 07:30 · 贵单位现有待处理 {2} 项", "as of {1} 07:30 · open for your unit: {2}") \
    X(ALERT_NEW, "一、新出现的问题", "1. New") \
    X(ALERT_DUE, "二、将到期", "2. Falling due") \
    X(ALERT_DUE_IN, "{1} 到期，还有 {2} 个工作日；{3}", "due {1}, {2} working days left; {3}") \
    X(ALERT_MORE, "另有 {1} 项", "and {1} more") \
    X(ALERT_NOTHING_NEW, "没有", "none") \
    X(WATCH_SUMMARY, "监看一个单位的文件夹，把表格读成更新并送出", "Watches a unit's folder: reads its tables into updates, sends them, writes receipts.") \
    X(OPT_AGAIN, "把文件夹中的这个文件再读一次：重复的、缺行的也采用，缺少的事项不再期待", "read this file of the folder once more, also if it came before or lacks items; those are expected no longer") \
    X(OPT_ONCE, "做完现有的就结束", "end when all that is there is done") \
    X(TRY_NO_HEADER, "没有一行是含“{1}”的表头；文件可能不是 {2} 编码，分隔符与表单不符，或不是 CSV（.xlsx、.xls、.et 请另存为 CSV）", \
      "no row is a header with \"{1}\": the file may not be in {2}, have another separator than the form, or be no CSV (save .xlsx, .xls and .et as CSV)") \
    X(TRY_HELD, "{1}：不能接收：{2}", "{1}: cannot be taken: {2}") \
    X(TRY_IGNORED, "{1}：不读：{2}", "{1}: not read: {2}") \
    /* forms to fill in */ \
    X(FILL_SUMMARY, "为没有系统的单位写出一张预填的表，填好后放回其文件夹", "writes a pre-filled table for a unit without a system, which goes back into its folder") \
    X(OPT_OUTPUT, "写入该文件，已有则不覆盖（默认写到标准输出）", "write it to this file unless there is one (default: standard output)") \
    X(FILL_EXITS, "0 已写出 · 64 用法有误 · 65 该单位没有要填报的事项 · 66 没有账本，或没有这个单位 · 73 文件已存在 · 74 不能写入", \
      "0 written · 64 wrong use · 65 the unit reports no item · 66 no log, or no such unit · 73 the file is there already · 74 it cannot be written") \
    X(FILL_NO_UNIT, "计划中没有单位“{1}”；各单位的名称见 duban status", "the plan has no unit \"{1}\"; duban status names them") \
    X(FILL_NEAR_UNIT, "计划中没有单位“{1}”；是否应为：{2}", "the plan has no unit \"{1}\"; did you mean: {2}") \
    X(FILL_NO_ITEMS, "单位“{1}”在计划中没有要填报的事项", "the unit \"{1}\" reports no item of the plan") \
    X(FILL_THERE, "{1} 已存在，没有改动；请用 --output 写到另一个文件", "{1} is there already and stays as it is; name another file with --output") \
    X(FILL_MADE, "已写出：{1}（事项 {2} 个）；填好后放回该单位的文件夹", "made: {1} (items: {2}); when it is filled in, it goes back into the unit's folder") \
    X(FORM_NO_PREFILLED, "只有 kind: csv 可以有 prefilled；请删去", "only kind: csv has prefilled; remove it") \
    X(ROW, "行", "row") \
    X(PERIOD, "统计时期", "period") \
    X(READING_VALUE, "数值", "value") \
    X(READING_STATUS, "数据性质", "status") \
    X(lock_file, "这是表格软件打开文件时的临时文件；请关闭表格", "this is the temporary file of an open spreadsheet; close it") \
    X(empty, "文件是空的；请重新导出", "the file is empty; export it again") \
    X(copy_lost, "本机保存的副本已丢失或损坏，没有采用；请改名后重新放入", "the copy that was kept of it is gone or damaged, and it was not used; put it in again under another name") \
    X(spreadsheet, "这是表格软件的文件（.xlsx、.xls、.et）；请打开后用“另存为”选 CSV 格式，再放入此文件夹", "this is a spreadsheet's own file (.xlsx, .xls, .et); open it, save it as CSV, and put that here") \
    X(missing_column, "缺少列“{1}”；请使用原来的表头重新导出", "the column \"{1}\" is missing; export it with its usual header") \
    X(ambiguous_column, "列“{1}”出现两次；请删去一列", "the column \"{1}\" stands twice; remove one") \
    X(truncated, "文件不完整或已损坏；请重新导出", "the file is cut or broken; export it again") \
    X(too_many_rows, "一次超过 10000 行有变化；请分成几个文件", "more than 10 000 rows are new; split the file") \
    X(bad_encoding, "本行有无法识别的文字，编码与表单约定不符；请改正后重新导出", "the row holds bytes that are no text in the form's encoding; correct and export it again") \
    X(malformed_row, "本行单元格多于表头；文字中若有分隔符，请用引号括起", "the row has more cells than the header; put quotes around a text that holds the separator") \
    X(empty_id, "“{1}”为空；请填写编号", "\"{1}\" is empty; fill in the id") \
    X(duplicate_id, "“{1}”的“{2}”出现在多行；请只保留一行", "\"{1}\" holds \"{2}\", which stands in several rows; keep one") \
    X(bad_status, "“{1}”的“{2}”不是表单约定的状态", "\"{1}\" holds \"{2}\", which is none of the form's words") \
    X(bad_number, "“{1}”的“{2}”不是数字；请只填数字", "\"{1}\" holds \"{2}\", which is no number; write digits only") \
    X(out_of_range, "“{1}”的“{2}”超出范围；进度为 0 到 100，数值不为负", "\"{1}\" holds \"{2}\", which is out of range; progress is 0 to 100, figures are not negative") \
    X(bad_date, "“{1}”的“{2}”不是日期或时期；请写成 2022-03-31，时期写成 2022年3月", "\"{1}\" holds \"{2}\", which is no day or period; write it as 2022-03-31, a period as 2022-M03") \
    X(too_long, "“{1}”太长：“{2}”", "\"{1}\" is too long: \"{2}\"") \
    X(missing_date, "已完成，但“{1}”为空；请填写完成日期", "completed, but \"{1}\" is empty; fill in the day") \
    X(future_date, "“{1}”在送达日之后；完成日期不能是将来", "\"{1}\" lies after the day of delivery; a completion cannot be still to come") \
    X(inconsistent, "状态与“{1}”不一致；已完成的进度为 100 并有完成日期，未完成的没有完成日期", \
      "the status and \"{1}\" do not agree; what is completed has 100 and a day, what is not has no day") \
    /* why a light is what it is */ \
    X(due_soon, "即将到期", "due soon") \
    X(overdue, "逾期", "overdue") \
    X(reported_late, "迟报完成", "reported late") \
    X(lag, "进度滞后", "behind") \
    X(stalled, "停滞", "standstill") \
    X(stale, "未按期报", "report missed") \
    X(never_reported, "从未报送", "never reported") \
    X(silent_org, "整单位未报", "unit silent") \
    X(REASON_SINCE_INFO, "自 {1} 起提醒，已 {2} 个工作日", "notice since {1}, for {2} working days") \
    X(REASON_SINCE_YELLOW, "自 {1} 起为黄色，已 {2} 个工作日", "yellow since {1}, for {2} working days") \
    X(REASON_SINCE_RED, "自 {1} 起为红色，已 {2} 个工作日", "red since {1}, for {2} working days") \
    X(REASON_OPENED, "最早出现于 {1}", "first seen on {1}") \
    X(REASON_NOT_BEGUN, "{1} 才开始，此前不评定", "it begins on {1} and is not judged before") \
    X(REASON_DONE, "已于 {1} 完成", "completed on {1}") \
    X(REASON_ASSESSED, "计划没有给出目标：到期日只用于评估，不算到期或逾期", "the plan gives no target: its date is that of an assessment, neither due soon nor overdue") \
    X(REASON_UNANSWERED, "单位没有接入，也没有收到过任何情况：只计数，不亮灯", "its unit is not connected and nothing was ever reported: it is counted and held against nobody") \
    X(REASON_NOT_CONNECTED, "单位没有接入，不欠报送", "its unit is not connected and owes no reports") \
    X(REASON_NO_TARGET, "计划没有给出目标，无法衡量进度", "the plan gives no target: there is nothing to measure progress by") \
    X(REASON_NO_WAY, "这类目标（比率、上限、随其他指标变动）不按时间推算应完成多少", "for such a target (a share, a cap, in step with another figure) nothing is expected on the way") \
    X(REASON_NOT_HEARD, "还没有报送过任何情况；按时间应完成 {1}", "nothing was reported yet; {1} is expected by now") \
    X(REASON_NO_VALUE, "还没有报过累计完成数，无法与目标 {2} 比较；按时间应完成 {1}", "no figure was reported that could be compared with the target of {2}; {1} is expected by now") \
    X(REASON_NO_PERCENT, "还没有报过完成进度，无法比较；按时间应完成 {1}", "no percent was reported that could be compared; {1} is expected by now") \
    X(REASON_NOT_OVERDUE, "时限 {1}，还剩 {2} 个工作日", "due {1}, {2} working days left") \
    X(REASON_OVERDUE, "时限 {1} 已过 {2} 个工作日（{3} 天），还没有完成", "due {1}, over for {2} working days ({3} days) and not completed") \
    X(REASON_ROLLED, "批准的时限 {1} 不是工作日，顺延至 {2}", "the day that was granted, {1}, is no working day and moves on to {2}") \
    X(REASON_ACTUAL_VALUE, "{1} / {2} = {3}", "{1} / {2} = {3}") \
    X(REASON_ACTUAL_PERCENT, "已报 {1}", "reported {1}") \
    X(REASON_ACTUAL_NOT_STARTED, "状态为未启动，按 {1} 计", "not started, counted as {1}") \
    X(REASON_BASICALLY_DONE, "“基本完成”最多按 {1} 计", "what is basically done counts {1} at most") \
    X(REASON_EXPECTED, "应完成 {1}/{2} 个工作日 = {3}", "expected {1}/{2} working days = {3}") \
    X(REASON_GAP, "落后 {1} 个百分点（{2} 起黄，超过 {3} 红）", "behind by {1} points (yellow from {2}, red above {3})") \
    X(REASON_AHEAD, "超前 {1} 个百分点（落后 {2} 起黄，超过 {3} 红）", "ahead by {1} points (yellow when behind by {2}, red above {3})") \
    X(REASON_HYSTERESIS, "灯已亮，落后降到 {1} 个百分点才改善", "once lit it improves only when the gap is down to {1} points") \
    X(REASON_GAP_UNITS, "已有 {1}，按时间应有 {2}，目标 {3}（少 {4} 起黄，少 {5} 起红；应完成达 {6} 时须全部到位）", "{1} there, {2} expected by now, {3} in all (short by {4} yellow, by {5} red; from {6} expected on, all must be there)") \
    X(REASON_EARLY, "按时间应完成的还不到 {1}，暂不评定", "less than {1} is expected by now: not judged yet") \
    X(REASON_WHOLE, "已达 100%，没有可再推进的", "all is there, nothing is left to move") \
    X(REASON_STILL, "自 {1} 的评定以来进度 {2} → {3}，应完成增加 {4} 个百分点", "since {1} progress went from {2} to {3} while {4} points more became expected") \
    X(REASON_STILL_REPORTED, "其后 {1} 天有报送，分属 {2} 个报送周期", "reported on {1} days since then, in {2} later cycles") \
    X(REASON_NOT_STALLED, "最近一次有进展见于 {1} 的评定（{2}），其后 {3} 个报送周期有报送，应完成增加 {4} 个百分点（满 {5} 个周期且增加 {6} 点起黄）", "it moved last as seen on {1} ({2}); reported in {3} cycles since then while {4} points more became expected (yellow from {5} cycles and {6} points on)") \
    X(REASON_STALLED_RULE, "变动不足 {1} 点、应完成增加 {2} 点以上、有报送满 {3} 天时，{4} 个周期起黄，{5} 个起红", "when it moves by less than {1} (points), {2} or more became expected and reports came on {3} days: yellow from {4} cycles, red from {5}") \
    X(REASON_NOT_STALE, "{2}报送，最近一次 {1}，没有欠报", "{2} reports, last seen on {1}, none is missing") \
    X(REASON_STALE, "{2}报送，最近一次 {1}；连续欠 {3} 期，最早一期应于 {4} 报（欠 {5} 期起红）", "{2} reports, last seen on {1}; {3} missed in a row, the first was due on {4} (red from {5})") \
    X(REASON_INHIBITED, "已由“{1}”统一提示，本条不亮灯", "said of the whole unit as \"{1}\", so it colours no light") \
    X(REASON_SEE_NEVER, "还没有报送过，见“从未报送”", "nothing was reported yet: see \"never reported\"") \
    X(REASON_HEARD, "已有报送，首次 {1}", "reported, first on {1}") \
    X(REASON_NOT_NEVER, "单位 {1} 接入，{2}报送，第一个完整周期还没有结束", "connected on {1}, {2} reports: the first full cycle is not over yet") \
    X(REASON_NEVER, "单位 {1} 接入，{2}报送，一个完整周期已过，从未报送；不亮灯", "connected on {1}, {2} reports: a full cycle has passed without any; it colours no light") \
    X(REASON_UNIT_HEARD, "单位最近一次有消息是 {1}", "the unit was heard last on {1}") \
    X(REASON_UNIT_NEVER_HEARD, "单位 {1} 接入，至今没有消息", "the unit was connected on {1} and never heard") \
    X(REASON_AWAITED, "欠报 {1} 项，最早应于 {2} 报（{3} 项起红）", "it owes reports of {1} items, the first was due on {2} (red from {3} items)") \
    X(REASON_PASSED, "时限 {1} 已过", "due {1}, which is over") \
    X(REASON_NOT_SOON, "还剩 {1} 个工作日，{2} 个起提醒", "{1} working days left, notices begin at {2}") \
    X(REASON_SOON, "还剩 {1} 个工作日，已发 {2} 个工作日的提醒；不亮灯", "{1} working days left, the notice of {2} was given; it colours no light") \
    X(REASON_NOT_DONE, "还没有完成", "not completed yet") \
    X(REASON_COMPLETED_LATE, "{1} 完成，已过时限 {2}，不属迟报", "completed on {1}, after the deadline of {2}: that is no late report") \
    X(REASON_CONNECTED_LATER, "单位 {1} 才接入，在时限 {2} 之后", "the unit was connected on {1}, after the deadline of {2}") \
    X(REASON_TOLD, "{1} 完成，{2} 报知，在时限 {3} 之后 {4} 个工作日（超过 {5} 个为迟报，不亮灯）", "completed on {1}, told on {2}, {4} working days after the deadline of {3} (late above {5}; it colours no light)") \
    X(LIGHT_RULES, "{1}", "{1}") \
    X(LIGHT_NOT_HEARD, "还没有报送过任何情况", "nothing was reported yet") \
    X(LIGHT_RESTING, "单位报为“{1}”", "its unit says: {1}") \
    X(LIGHT_GREEN, "没有使它变色的规则", "no rule colours it") \
    X(LIGHT_NONE, "还没有评定", "not evaluated yet") \
    X(EXPLAIN_SUMMARY, "灯为什么是这个颜色：每条规则的结论、取数与算式，以及所依据的记录", "why the light of an item is what it is: each rule with its figures, and the entries of the log behind them") \
    X(OPT_JUDGED, "该日 07:30 的评定（默认为最近一次）", "the evaluation of that day's 07:30 (default: the last one)") \
    X(EXPLAIN_EXITS, "0 已说明 · 64 用法有误，或该日的评定还没有到 · 65 账本损坏 · 66 没有这个事项、账本或办公目录 · 77 无法读取账本", "0 explained · 64 wrong use, or that evaluation is still to come · 65 the log is damaged · 66 no such item, log or office · 77 the log cannot be read") \
    X(OPT_AS_OF_LIGHTS, "截至某日（含当日）或某一时刻；灯取其时最近一次 07:30 的评定", "as it was known at the end of a day, or at an instant; lights are those of the last 07:30 by then") \
    X(LOOK_EXITS, "0 已列出 · 64 用法有误 · 65 账本损坏 · 66 没有账本、办公目录或这个事项 · 77 无法读取账本", "0 shown · 64 wrong use · 65 the log is damaged · 66 no office, no log or no such item · 77 the log cannot be read") \
    X(EXPLAIN_HEADING, "{1} 07:30 的评定，依据账本第 1 至 {2} 号记录", "as evaluated on {1} 07:30, of the log's entries 1 to {2}") \
    X(EXPLAIN_NOT_YET, "{1} 的评定还没有到；最近一次是 {2} 07:30", "the evaluation of {1} is still to come; the last was on {2} 07:30") \
    X(EXPLAIN_NOTHING, "{1} 07:30 的评定时计划还是空的；请看之后某天的评定", "the plan was still empty at the evaluation of {1} 07:30; look at a later one") \
    X(EXPLAIN_LATER, "事项 {1} 在 {2} 07:30 的评定之后才进入计划；下一次评定起才有灯", "{1} came into the plan after the evaluation of {2} 07:30; it has a light from the next one on") \
    X(EXPLAIN_LIGHT_CURRENT, "灯（现行时限）", "light (current deadline)") \
    X(EXPLAIN_LIGHT_ORIGINAL, "灯（原定时限）", "light (original deadline)") \
    X(LIGHT_WHY, "{1}：{2}", "{1}: {2}") \
    X(LIGHTS_AS_OF, "灯：{1} 07:30 的评定", "lights: as evaluated on {1} 07:30") \
    X(LIGHTS_NONE, "灯：还没有评定（每天 07:30 评定一次）", "lights: not evaluated yet (that happens at 07:30 each day)") \
    X(ITEM_LIGHT, "灯", "light") \
    X(ITEM_LIGHT_IS, "{1}（{2} 07:30 的评定）", "{1} (as evaluated on {2} 07:30)") \
    X(ITEM_LIGHT_TWO, "{1}（{2} 07:30 的评定；按原定时限 {3}）", "{1} (as evaluated on {2} 07:30; against the original deadline {3})") \
    X(EXPLAIN_RULES, "逐条规则：", "Rule by rule:") \
    X(EXPLAIN_BY_CURRENT, "{1}（现行时限）", "{1} (current deadline)") \
    X(EXPLAIN_BY_ORIGINAL, "{1}（原定时限）", "{1} (original deadline)") \
    X(EXPLAIN_EVENTS, "所依据的记录：", "Entries of the log behind it:") \
    X(EXPLAIN_IDENTITY, "来源/期次/序号", "source/epoch/seq") \
    X(EXPLAIN_GIVES, "据此得知", "gives") \
    X(EXPLAIN_PLAN, "计划", "plan") \
    X(EXPLAIN_SEEN, "最近见到", "last seen") \
    X(TABLE_SUMMARY, "整个计划的一张表：CSV，可直接用表格软件打开", "the whole plan as one sheet: CSV for a spreadsheet") \
    X(TABLE_PROGRESS, "完成进度（%）", "progress (%)") \
    X(TABLE_VALUE_UNIT, "计量单位", "unit of value") \
    X(TABLE_RULE, "主要问题", "worst rule") \
    X(TABLE_SINCE, "自何日起", "since") \
    X(TABLE_EVALUATED_ON, "评定日期", "evaluated on") \
    X(NO_ITEM_NEAR, "计划中没有事项 {1}；相近的编号：{2}", "the plan has no item {1}; near ids: {2}") \
    /* answers */ \
    X(OK, "已收", "accepted") \
    X(NOCHANGE, "已收，与已知情况相同", "accepted, nothing differs from what was known") \
    X(E_DECODE, "无法读懂这条消息（{1}）；请报告给系统管理员", "the message cannot be read ({1}); tell the system's administrator") \
    X(fenced, "另有一个更新的发件箱在用这个来源名；请移走本发件箱文件后重报，或改用另一个 --source", \
      "a newer outbox speaks for this source; move this outbox's file away and report again, or use another --source") \
    X(E_VERSION, "本机的 duban 与聚合器版本不合（{1}）；请升级较旧的一方", "this duban and the aggregator do not fit together ({1}); upgrade the older one") \
    X(E_TOO_LARGE, "内容太长（{1}）；请缩短说明文字", "too much at once ({1}); shorten the note") \
    X(E_FIELD, "退回，字段有误：{1}；请改正后重报", "refused, a field is wrong: {1}; correct it and report again") \
    X(E_AUTH, "退回：此来源没有这种权限（{1}）；请联系督办员", "refused: this source may not do that ({1}); ask the supervisor's office") \
    X(E_FORBIDDEN, "退回：该事项不由贵单位负责；请核对编号，或联系督办员", "refused: another unit answers for this item; check the id or ask the supervisor's office") \
    X(E_UNKNOWN_ITEM, "退回：计划中没有这个编号；相近的编号：{1}", "refused: the plan has no such item; near ids: {1}") \
    X(E_FUTURE, "退回：日期还没有到（{1}）；尚未发生的请按预计填报", "refused: the day is still to come ({1}); report what is expected as a forecast") \
    X(E_UNKNOWN_MEASURE, "退回：该事项没有这项指标（{1}）；请用 main", "refused: the item has no such measure ({1}); use main") \
    X(E_UNKNOWN_STAGE, "退回：计划中没有这个阶段；可用的阶段：{1}", "refused: the plan has no such stage; its stages: {1}") \
    X(E_UNIT, "退回：单位不符，计划的单位是“{1}”；请按此单位填报", "refused: the unit does not fit, the plan counts in \"{1}\"; report in that unit") \
    X(E_USE_EXTENSION, "退回：完成时限（现为 {1}）只能经批准延期；请用 duban decide", "refused: a deadline (now {1}) is moved by a decision only; use duban decide") \
    X(W_DECREASE, "已收，但数值比上次（{1}）减少；如有误请更正", "accepted, but the figure is lower than before ({1}); correct it if that is a mistake") \
    X(W_STAGE_BACK, "已收，但阶段比上次（{1}）后退；如有误请更正", "accepted, but the stage went back from {1}; correct it if that is a mistake") \
    X(E_EPOCH_OLD, "发件箱比聚合器的记录旧（从备份恢复过？）；请移走发件箱文件后重报", "the outbox is older than the aggregator's log (restored from a backup?); move its file away and report again")
/* clang-format on */

#endif
