-- The gateway's keys for vendors. The text is sealed under a key that derives from the root secret, which is not in this file.
CREATE TABLE provider_keys (
    id TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    sealed BLOB NOT NULL,
    suffix TEXT NOT NULL,
    rules TEXT NOT NULL,
    created_at TEXT NOT NULL
) WITHOUT ROWID;
