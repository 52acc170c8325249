-- seq counts the frames of a journal's folder, whatever name the node had when, so it alone orders the rows.
-- Every index costs each request; readers go from the newest row back and mostly find their page there. A tenant's may lie far apart.
CREATE TABLE audit_records (
    seq INTEGER PRIMARY KEY,
    node TEXT NOT NULL,
    timestamp_us INTEGER NOT NULL,
    provider TEXT COLLATE NOCASE,
    model TEXT,
    model_asked TEXT,
    tenant TEXT,
    key_id TEXT,
    outcome TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX audit_records_by_tenant ON audit_records (tenant, seq) WHERE tenant IS NOT NULL;

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
