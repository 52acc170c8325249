-- seq counts the frames of a journal's folder, whatever name the node had when, so it alone orders the rows.
CREATE TABLE audit_records (
    seq INTEGER NOT NULL,
    node TEXT NOT NULL,
    timestamp_us INTEGER NOT NULL,
    provider TEXT COLLATE NOCASE,
    model TEXT,
    model_asked TEXT,
    tenant TEXT,
    key_id TEXT,
    outcome TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (seq, node)
);
CREATE INDEX audit_records_by_time ON audit_records (timestamp_us);
CREATE INDEX audit_records_by_tenant ON audit_records (tenant, seq) WHERE tenant IS NOT NULL;
CREATE INDEX audit_records_by_key ON audit_records (key_id, seq) WHERE key_id IS NOT NULL;
CREATE INDEX audit_records_by_provider ON audit_records (provider, seq);
CREATE INDEX audit_records_by_model ON audit_records (model, seq);
CREATE INDEX audit_records_by_outcome ON audit_records (outcome, seq) WHERE outcome <> 'success';

CREATE TABLE audit_heads (
    node TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    link BLOB NOT NULL,
    tag BLOB NOT NULL,
    key_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit_horizons (
    node TEXT PRIMARY KEY,
    seq INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE spend (
    account_id TEXT NOT NULL,
    day TEXT NOT NULL,
    micros INTEGER NOT NULL,
    PRIMARY KEY (account_id, day)
) WITHOUT ROWID;
