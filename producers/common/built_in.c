/* SPDX-License-Identifier: MIT
 *
 * The form of the tables that `duban form` writes, so that a unit without a system needs none of its
 * own. examples/forms/built_in.yaml is the same text; a test holds them together.
 */
#include "producers/common/form.h"

const char form_built_in[] =
    "# The table that `duban form` writes. In duban.yaml its name is built-in; a copy can be changed and named by its path.\n"
    "form: built_in\n"
    "prefilled: true\n"
    "\n"
    "item: 编号\n"
    "required: [编号, 状态]\n"
    "\n"
    "columns:\n"
    "  - field: state\n"
    "    from: 状态\n"
    "    words: {未启动: not_started, 未开始: not_started, 进行中: working, 暂停: paused, 基本完成: basically_done, 已完成: done,\n"
    "            已办结: done}\n"
    "  - {field: percent, from: 完成进度}\n"
    "  - {field: value, from: 累计完成, unit_from: 单位}\n"
    "  - {field: completed_on, from: 完成日期}\n"
    "  - {field: forecast_finish, from: 预计完成}\n"
    "  - {field: ext_to, from: 申请延期至}\n"
    "  - {field: note, from: 备注}\n";
