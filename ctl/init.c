/* SPDX-License-Identifier: MIT
 *
 * duban init: a folder to begin with.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <sys/stat.h>

#include "ctl/command.h"
#include "lib/app/office.h"
#include "lib/core/file.h"

static const struct duban_option options[] = {{.name = NULL}};

static const struct duban_command command = {
    .name = "duban init",
    .args = "DIR",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_INIT_SUMMARY,
    .examples = (const char *const[]){"duban init office", NULL},
    .options = options,
};

/* Spreadsheets take a CSV file for UTF-8 only with a BOM. */
#define BOM "\xef\xbb\xbf"

static const struct {
    const char *name, *content;
} templates[] = {
    {"duban.yaml",
     "# 督办 · duban\n"
     "# 计划所在时区 · the plan's time zone, a name of the tz database\n"
     "zone: Asia/Shanghai\n"
     "# 督办员的来源名称,只有它可以导入计划、批准延期 · the source that may set the plan and decide\n"
     "control: control\n"
     "# 各单位的文件夹:谁的表格放在哪里、按什么表单读 · units' folders: whose tables lie where, read by which form\n"
     "# watch:\n"
     "#   - source: edu\n"
     "#     dept: 教育局\n"
     "#     form: forms/edu.yaml\n"
     "#     folder: drop/edu\n"
     "#     files: \"*.csv\"\n"
     "# form: built-in 读 duban form 写出的表 · form: built-in reads what duban form wrote\n"
     "# 邮件服务器;不写时每封邮件存为 mail/ 中的文件 · the mail server; without it every mail becomes a file in mail/\n"
     "# mail:\n"
     "#   from: duban@example.gov.cn\n"
     "#   host: duban.example.gov.cn\n"
     "#   channel: smtp\n"
     "#   server: mail.example.gov.cn\n"},
    {"plan.zh.csv",
     BOM "编号,事项,牵头单位,完成时限,目标值,单位,备注\r\n"
         "示例-01,新增义务教育学位,教育局,2022-09-01,7875,个,请替换为本单位的事项\r\n"
         "示例-02,启动文化馆改造,文化局,2022年6月30日,,,只有前四列必填\r\n"},
    {"plan.en.csv", BOM
     "id,title,lead,due,target,unit,note\r\n"
     "EX-01,New school places,Education Bureau,2022-09-01,7875,places,replace by items of your own\r\n"
     "EX-02,Start of the museum's renewal,Culture Bureau,2022-06-30,,,only the first four columns are needed\r\n"},
    {"people.csv", BOM "姓名,单位,角色,邮箱,语言\r\n"
                       "示例（请替换）,,督查,example-supervisor@duban.example,zh\r\n"
                       "示例（请替换）,示例单位,联络员,example-liaison@duban.example,zh\r\n"},
};

static void tell(const struct duban_args *args, enum duban_text_id id, const char *what)
{
    struct duban_buf line = {0};

    DUBAN_SAY(&line, args->lang, id, what);
    duban_buf_puts(&line, "\n");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
}

static enum duban_rc write_all(int fd, const char *path, struct duban_slice text,
                               struct duban_err *err)
{
    while (text.len > 0) {
        ssize_t n = write(fd, text.at, text.len);
        if (n < 0 && errno != EINTR)
            return duban_err_sys(err, duban_rc_of_errno(errno), errno, "write %s", path);
        if (n > 0)
            text = (struct duban_slice){text.at + n, text.len - (size_t)n};
    }
    return DUBAN_OK;
}

/* Writes a template unless something has its name already. */
static enum duban_rc make(const struct duban_args *args, const char *path, const char *content,
                          struct duban_err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 && errno == EEXIST) {
        tell(args, DUBAN_TEXT_INIT_KEPT, path);
        return DUBAN_OK;
    }
    if (fd < 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "make %s", path);
    enum duban_rc rc = write_all(fd, path, duban_slice_of(content), err);
    if (close(fd) != 0 && rc == DUBAN_OK)
        rc = duban_err_sys(err, DUBAN_E_IO, errno, "write %s", path);
    if (rc == DUBAN_OK)
        tell(args, DUBAN_TEXT_INIT_MADE, path);
    return rc;
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    const char *dir = args->words[0];
    char path[DUBAN_OFFICE_PATH_BYTES];

    enum duban_rc rc = duban_dir_make(dir, S_IRWXU, err);
    if (rc == DUBAN_OK)
        rc = duban_office_make(dir, err);
    for (size_t i = 0; rc == DUBAN_OK && i < sizeof templates / sizeof templates[0]; i++) {
        int len = snprintf(path, sizeof path, "%s/%s", dir, templates[i].name);
        if (len < 0 || (size_t)len >= sizeof path)
            return duban_err_set(err, DUBAN_E_CONFIG, "the path of the folder is too long: %s",
                                 dir);
        rc = make(args, path, templates[i].content, err);
    }
    if (rc == DUBAN_OK)
        tell(args, DUBAN_TEXT_INIT_NEXT, dir);
    return rc;
}

int ctl_init(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
