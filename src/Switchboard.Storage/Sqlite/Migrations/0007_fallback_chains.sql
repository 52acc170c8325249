-- Fallbacks of models that were given over HTTP, as JSON. A model has one chain at most, however its name is written.
CREATE TABLE fallback_chains (
    id TEXT PRIMARY KEY,
    model TEXT NOT NULL UNIQUE COLLATE NOCASE,
    chain TEXT NOT NULL
) WITHOUT ROWID;
