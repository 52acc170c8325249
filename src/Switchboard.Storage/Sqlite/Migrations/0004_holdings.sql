-- What tenants keep at vendors: files and batches by the vendor's id.
CREATE TABLE holdings (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    provider TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
