/* SPDX-License-Identifier: MIT
 *
 * The schema of store.db. log is the truth; fact holds what its bytes say, for the views, and can be
 * made again from it. The views are an interface: docs/database.md.
 */
#ifndef DUBAN_LIB_STORE_SCHEMA_H
#define DUBAN_LIB_STORE_SCHEMA_H

#include "lib/core/db.h"

static const char *const duban_store_steps[] = {
    "CREATE TABLE boot (boot INTEGER PRIMARY KEY, first_lsn INTEGER NOT NULL, started INTEGER NOT NULL) STRICT;"

    "CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, departments TEXT, connected_on TEXT) STRICT;"

    /* hi is moved in the transaction that appends the rows: a seq is decided once, for ever. */
    "CREATE TABLE epoch (source INTEGER NOT NULL REFERENCES source, epoch INTEGER NOT NULL, hi INTEGER NOT NULL,"
    " is_closed INTEGER NOT NULL, PRIMARY KEY (source, epoch)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE log (lsn INTEGER PRIMARY KEY, received INTEGER NOT NULL, source INTEGER NOT NULL REFERENCES source,"
    " epoch INTEGER NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;"
    "CREATE INDEX log_answer ON log (source, epoch, seq) WHERE code <> 'OK';"

    "CREATE TABLE fact (lsn INTEGER PRIMARY KEY REFERENCES log, known_on TEXT NOT NULL, dept TEXT, t TEXT NOT NULL,"
    " item TEXT, \"row\" INTEGER, status TEXT, stage TEXT, progress TEXT, value TEXT, completed_on TEXT,"
    " forecast_finish TEXT, ext_to TEXT, note TEXT, fields TEXT, measure TEXT, period TEXT, reading_status TEXT) STRICT;"

    "CREATE TABLE item (item TEXT PRIMARY KEY, reporter TEXT NOT NULL, status TEXT, stage TEXT, progress TEXT, value TEXT,"
    " completed_on TEXT, due_original TEXT NOT NULL, due_current TEXT NOT NULL, ext_to TEXT, first_heard_on TEXT,"
    " heard_on TEXT, moved_on TEXT) STRICT;"

    "CREATE TABLE reading (item TEXT NOT NULL, measure TEXT NOT NULL, period TEXT NOT NULL, value TEXT,"
    " status TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (item, measure, period)) STRICT, WITHOUT ROWID;"

    /* file is the lsn of its rowset */
    "CREATE TABLE delivered (file INTEGER PRIMARY KEY REFERENCES log, source INTEGER NOT NULL REFERENCES source,"
    " dept TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, delivered_on TEXT NOT NULL, decision TEXT NOT NULL,"
    " reason TEXT, rows INTEGER NOT NULL, understood INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " unchanged INTEGER NOT NULL) STRICT;"
    "CREATE TABLE delivered_row (file INTEGER NOT NULL REFERENCES delivered, \"row\" INTEGER, key TEXT,"
    " outcome TEXT NOT NULL, reason TEXT, fields TEXT) STRICT;"
    "CREATE INDEX delivered_row_file ON delivered_row (file);"

    "CREATE TABLE decided (lsn INTEGER PRIMARY KEY REFERENCES log, item TEXT NOT NULL, decision TEXT NOT NULL,"
    " decided_on TEXT NOT NULL, new_due TEXT, doc_no TEXT NOT NULL) STRICT;"

    "CREATE VIEW update_log AS SELECT l.lsn, strftime('%Y-%m-%dT%H:%M:%fZ', l.received / 1000.0, 'unixepoch') AS received,"
    " f.known_on, s.name AS source, printf('%016x', l.epoch) AS epoch, l.seq, f.dept, f.t, f.item, f.measure,"
    " f.period, f.\"row\", l.code, f.status, f.stage, f.progress, f.value, f.reading_status, f.completed_on,"
    " f.forecast_finish, f.ext_to, f.note"
    " FROM log l JOIN source s ON s.id = l.source LEFT JOIN fact f ON f.lsn = l.lsn;"

    "CREATE VIEW refusal AS SELECT l.lsn, strftime('%Y-%m-%dT%H:%M:%fZ', l.received / 1000.0, 'unixepoch') AS received,"
    " s.name AS source, printf('%016x', l.epoch) AS epoch, l.seq, l.code, l.detail, l.bytes"
    " FROM log l JOIN source s ON s.id = l.source WHERE l.code LIKE 'E\\_%' ESCAPE '\\';"

    "CREATE VIEW item_now AS SELECT * FROM item;"
    "CREATE VIEW reading_now AS SELECT * FROM reading;"
    "CREATE VIEW decision AS SELECT * FROM decided;"
    "CREATE VIEW file AS SELECT file, dept, name, sha256, delivered_on, decision, reason, rows, understood, changed,"
    " unchanged FROM delivered;"
    "CREATE VIEW file_row AS SELECT * FROM delivered_row;"
    "CREATE VIEW source_now AS SELECT s.name AS source, s.departments, s.connected_on, (SELECT max(d.delivered_on)"
    " FROM delivered d WHERE d.source = s.id AND d.decision = 'accepted') AS last_export_on FROM source s;",
};

static const struct duban_schema duban_store_schema = {
    .application_id = 0x6475626e, /* "dubn" */
    .steps = duban_store_steps,
    .n_steps = sizeof duban_store_steps / sizeof duban_store_steps[0],
};

#endif
