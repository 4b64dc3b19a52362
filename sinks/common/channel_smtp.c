/* SPDX-License-Identifier: MIT
 *
 * The door to libcurl: one mail over one connection to the office's server.
 *
 * curl reports a failure by one number, which is the same for a refused recipient and a lost line.
 * So the conversation is followed here: which command went out last (curl's debug callback), and what
 * was answered to it. curl asks for more of the mail only when all before is written to the socket,
 * and sends the dot when it is told that there is no more: what fails before that moment was not
 * sent, what fails after it may have been. Whether the dot left the machine is not known, and a curl that
 * reads ahead would make some outcomes UNKNOWN that are RETRY, never the other way round.
 */
#include <string.h>

#include <sys/socket.h>
#include <sys/stat.h>

#include <curl/curl.h>

#include "lib/core/buf.h"
#include "lib/core/clock.h"
#include "lib/core/file.h"
#include "sinks/common/channel.h"

enum stage { CONNECT, HELLO, STARTTLS, AUTH, SENDER, RECIPIENT, DATA, DOT };

static const char *const stage_names[] = {
    [CONNECT] = "connect", [HELLO] = "EHLO",     [STARTTLS] = "STARTTLS", [AUTH] = "AUTH",
    [SENDER] = "MAIL",     [RECIPIENT] = "RCPT", [DATA] = "DATA",         [DOT] = "after the mail",
};

enum { REPLY_KEPT = 4096, PASSWORD_MAX = 1024, CODE_DIGITS = 3 };

struct talk {
    CURL *curl;
    const struct duban_office_mail *mail;
    struct duban_slice left; /* of the mail */
    enum stage stage;
    struct duban_buf reply; /* to the stage's command, as far as it was heard */
    int code;               /* of the whole reply; 0: it was not heard to its end */
    bool is_parting;        /* QUIT went out: what is heard from now on changes nothing */
    struct duban_mono give_up_at;
};

static void enter_stage(struct talk *talk, enum stage stage)
{
    talk->stage = stage;
    talk->code = 0;
    duban_buf_clear(&talk->reply);
}

static void on_command(struct talk *talk, struct duban_slice line)
{
    static const struct {
        const char *verb;
        enum stage after, stage; /* what is said inside of AUTH is no command */
    } commands[] = {
        {"EHLO ", CONNECT, HELLO}, {"HELO ", CONNECT, HELLO},     {"STARTTLS", HELLO, STARTTLS},
        {"AUTH ", HELLO, AUTH},    {"MAIL FROM:", HELLO, SENDER}, {"RCPT TO:", SENDER, RECIPIENT},
        {"DATA", RECIPIENT, DATA},
    };

    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (talk->stage >= commands[i].after && duban_slice_has_prefix(line, commands[i].verb)) {
            enter_stage(talk, commands[i].stage);
            return;
        }
    enter_stage(talk, talk->stage);
}

/* RFC 5321 §4.2: every line of a reply but the last has a "-" behind its code. */
static void on_reply_line(struct talk *talk, struct duban_slice line)
{
    int code = 0;

    if (talk->reply.len < REPLY_KEPT)
        duban_buf_put(&talk->reply, duban_slice_cut(line, REPLY_KEPT));
    for (size_t i = 0; i < CODE_DIGITS; i++) {
        if (i >= line.len || line.at[i] < '0' || line.at[i] > '9')
            return;
        code = 10 * code + (line.at[i] - '0');
    }
    if (line.len == CODE_DIGITS || line.at[CODE_DIGITS] != '-')
        talk->code = code;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): curl's type */
static int on_debug(CURL *curl, curl_infotype type, char *data, size_t size, void *arg)
{
    struct talk *talk = arg;
    struct duban_slice line = {data, size};

    (void)curl;
    if (talk->is_parting)
        return 0;
    if (type == CURLINFO_HEADER_OUT && duban_slice_has_prefix(line, "QUIT\r\n"))
        talk->is_parting = true;
    else if (type == CURLINFO_HEADER_OUT)
        on_command(talk, line);
    else if (type == CURLINFO_HEADER_IN)
        on_reply_line(talk, line);
    return 0;
}

/* curl's own clock for one answer; ours for the whole is on_progress(). */
static CURLcode set_answer_timeout(CURL *curl, int64_t ms)
{
    return curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)(ms / 1000 + 2));
}

static size_t on_read(char *out, size_t size, size_t n, void *arg)
{
    struct talk *talk = arg;
    size_t len = size * n < talk->left.len ? size * n : talk->left.len;

    if (len == 0) { /* curl sends the dot now */
        enter_stage(talk, DOT);
        talk->give_up_at.ms = duban_clock_mono().ms + talk->mail->final_timeout_ms;
        if (set_answer_timeout(talk->curl, talk->mail->final_timeout_ms) != CURLE_OK)
            return CURL_READFUNC_ABORT;
        return 0;
    }
    memcpy(out, talk->left.at, len);
    talk->left = (struct duban_slice){talk->left.at + len, talk->left.len - len};
    return len;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): curl's type */
static size_t on_write(char *data, size_t size, size_t n, void *arg)
{
    (void)data;
    (void)arg;
    return size * n; /* a mail that is sent brings nothing back */
}

/* Called by curl at least once a second, whatever it waits for. */
static int on_progress(void *arg, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                       curl_off_t up)
{
    const struct talk *talk = arg;

    (void)down_total;
    (void)down;
    (void)up_total;
    (void)up;
    return duban_clock_mono().ms >= talk->give_up_at.ms;
}

static CURLcode set_texts(const struct talk *talk, const char *url, const char *from,
                          const char *password)
{
    const struct duban_office_mail *mail = talk->mail;
    const struct {
        CURLoption option;
        const char *value;
    } texts[] = {
        {CURLOPT_URL, url},
        {CURLOPT_PROTOCOLS_STR, "smtp,smtps"},
        {CURLOPT_REDIR_PROTOCOLS_STR, "smtp,smtps"},
        {CURLOPT_PROXY, ""}, /* none, whatever the environment says */
        {CURLOPT_MAIL_FROM, from},
        {CURLOPT_CAINFO, mail->ca_file},
        {CURLOPT_USERNAME, mail->user},
        {CURLOPT_PASSWORD, password},
    };
    CURLcode code = CURLE_OK;

    for (size_t i = 0; code == CURLE_OK && i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i].value != NULL)
            code = curl_easy_setopt(talk->curl, texts[i].option, texts[i].value);
    return code;
}

static CURLcode set_numbers(const struct talk *talk)
{
    const struct duban_office_mail *mail = talk->mail;
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NETRC, CURL_NETRC_IGNORED},
        {CURLOPT_FOLLOWLOCATION, 0},
        {CURLOPT_USE_SSL, mail->tls == DUBAN_TLS_OFF ? CURLUSESSL_NONE : CURLUSESSL_ALL},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_UPLOAD, 1},
        {CURLOPT_VERBOSE, 1}, /* to on_debug() alone */
        {CURLOPT_NOPROGRESS, 0},
        {CURLOPT_CONNECTTIMEOUT_MS, (long)mail->timeout_ms},
        {CURLOPT_TIMEOUT_MS, (long)(mail->timeout_ms + mail->final_timeout_ms)},
    };
    CURLcode code = set_answer_timeout(talk->curl, mail->timeout_ms);

    for (size_t i = 0; code == CURLE_OK && i < sizeof numbers / sizeof numbers[0]; i++)
        code = curl_easy_setopt(talk->curl, numbers[i].option, numbers[i].value);
    return code;
}

static CURLcode set_callbacks(struct talk *talk, struct curl_slist *recipients, char *text)
{
    CURL *curl = talk->curl;
    CURLcode codes[] = {
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients),
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, text),
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read),
        curl_easy_setopt(curl, CURLOPT_READDATA, talk),
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_write),
        curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug),
        curl_easy_setopt(curl, CURLOPT_DEBUGDATA, talk),
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress),
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, talk),
    };

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i] != CURLE_OK)
            return codes[i];
    return CURLE_OK;
}

/* What no other server, and no later moment, would make good. */
static bool is_fault_of_ours(CURLcode code)
{
    static const CURLcode faults[] = {
        CURLE_UNSUPPORTED_PROTOCOL, CURLE_FAILED_INIT,
        CURLE_URL_MALFORMAT,        CURLE_NOT_BUILT_IN,
        CURLE_SSL_CONNECT_ERROR,    CURLE_BAD_FUNCTION_ARGUMENT,
        CURLE_UNKNOWN_OPTION,       CURLE_SSL_ENGINE_NOTFOUND,
        CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
        CURLE_SSL_CIPHER,           CURLE_PEER_FAILED_VERIFICATION,
        CURLE_USE_SSL_FAILED,       CURLE_SSL_ENGINE_INITFAILED,
        CURLE_LOGIN_DENIED,         CURLE_SSL_CACERT_BADFILE,
        CURLE_SSL_CRL_BADFILE,      CURLE_SSL_ISSUER_ERROR,
        CURLE_AUTH_ERROR,
    };

    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        if (code == faults[i])
            return true;
    return false;
}

static enum duban_outcome outcome_of(const struct talk *talk, CURLcode code)
{
    int kind = talk->code / 100;

    if (talk->stage == DOT && kind == 2)
        return DUBAN_SENT;
    if (kind == 4)
        return DUBAN_RETRY;
    if (kind == 5)
        return talk->stage < RECIPIENT ? DUBAN_HOLD : DUBAN_DEAD;
    if (talk->stage == DOT)
        return DUBAN_UNKNOWN;
    return is_fault_of_ours(code) ? DUBAN_HOLD : DUBAN_RETRY;
}

static void judge(const struct talk *talk, CURLcode code, const char *error,
                  struct duban_reply *out_reply)
{
    struct duban_buf text = {0};
    bool is_late = duban_clock_mono().ms >= talk->give_up_at.ms;
    int kind = talk->code / 100;

    duban_buf_printf(&text, "%s: ", stage_names[talk->stage]);
    if (kind == 4 || kind == 5 || (talk->stage == DOT && talk->code > 0))
        duban_buf_put(&text, duban_slice_trim(duban_buf_slice(&talk->reply)));
    else if (is_late)
        duban_buf_puts(&text, "no answer in time");
    else
        duban_buf_puts(&text, error[0] != '\0' ? error : curl_easy_strerror(code));
    channel_reply(out_reply, outcome_of(talk, code), duban_buf_slice(&text));
    out_reply->code = talk->code;
    out_reply->is_channel = talk->code == 421 || (talk->stage < RECIPIENT &&
                                                  out_reply->outcome != DUBAN_SENT); /* or HOLD */
    duban_buf_fini(&text);
}

/* curl says QUIT also to a server that has fallen silent; that one's answer is not waited for. */
static void part(const struct talk *talk)
{
    curl_socket_t fd = CURL_SOCKET_BAD;

    if (talk->code == 0 && talk->curl != NULL &&
        curl_easy_getinfo(talk->curl, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK &&
        fd != CURL_SOCKET_BAD)
        (void)shutdown(fd, SHUT_RD);
    curl_easy_cleanup(talk->curl);
}

static void converse(struct talk *talk, const struct duban_outgoing *outgoing, const char *password,
                     struct duban_reply *out_reply)
{
    const struct duban_office_mail *mail = talk->mail;
    char error[CURL_ERROR_SIZE] = "";
    struct duban_buf url = {0};
    struct duban_buf from = {0};
    struct duban_buf to = {0};

    duban_buf_printf(&url, "%s://%s:%d/%s%c", mail->tls == DUBAN_TLS_ALWAYS ? "smtps" : "smtp",
                     mail->server, (int)mail->port, mail->host, '\0');
    duban_buf_printf(&from, "<%s>%c", mail->from, '\0');
    duban_buf_printf(&to, "<%.*s>%c", DUBAN_SLICE_ARGS(outgoing->recipient), '\0');
    talk->curl = curl_easy_init();
    struct curl_slist *recipients = curl_slist_append(NULL, to.at);
    CURLcode code = talk->curl == NULL || recipients == NULL
                        ? CURLE_OUT_OF_MEMORY
                        : set_texts(talk, url.at, from.at, password);
    if (code == CURLE_OK)
        code = set_numbers(talk);
    if (code == CURLE_OK)
        code = set_callbacks(talk, recipients, error);
    talk->give_up_at.ms = duban_clock_mono().ms + mail->timeout_ms;
    if (code == CURLE_OK)
        code = curl_easy_perform(talk->curl);
    judge(talk, code, error, out_reply);
    part(talk);
    curl_slist_free_all(recipients);
    duban_buf_fini(&url);
    duban_buf_fini(&from);
    duban_buf_fini(&to);
}

/* The first line of the file. It is read for every mail: a new password counts at once, and none stays in
 * memory. */
static enum duban_rc read_password(const char *path, struct duban_buf *out, struct duban_err *err)
{
    struct stat status;

    if (stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return duban_err_set(err, DUBAN_E_PERM, "%s can be read by others; run chmod 600 %s", path,
                             path);
    enum duban_rc rc = duban_file_read(path, PASSWORD_MAX, out, err);
    if (rc != DUBAN_OK)
        return rc;
    const char *end = out->len == 0 ? NULL : memchr(out->at, '\n', out->len);
    if (end != NULL)
        out->len = (size_t)(end - out->at);
    if (out->len > 0 && out->at[out->len - 1] == '\r')
        out->len--;
    if (out->len == 0 || memchr(out->at, '\0', out->len) != NULL)
        return duban_err_set(err, DUBAN_E_DATA, "%s holds no password", path);
    duban_buf_put(out, (struct duban_slice){"", 1}); /* NUL */
    return DUBAN_OK;
}

void channel_smtp_send(const struct duban_office_mail *mail, const struct duban_outgoing *outgoing,
                       struct duban_reply *out_reply)
{
    struct talk talk = {.mail = mail, .left = outgoing->bytes};
    struct duban_buf password = {0};
    struct duban_err err = {0};
    enum duban_rc rc = DUBAN_OK;

    if (mail->user != NULL)
        rc = read_password(mail->password_file, &password, &err);
    if (rc == DUBAN_OK)
        converse(&talk, outgoing, password.at, out_reply);
    else
        channel_reply(out_reply, DUBAN_HOLD, duban_slice_of(err.text));
    if (password.at != NULL)
        explicit_bzero(password.at, password.capacity);
    duban_buf_fini(&password);
    duban_buf_fini(&talk.reply);
}
