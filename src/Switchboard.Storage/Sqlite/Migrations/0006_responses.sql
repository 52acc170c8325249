-- Responses that callers may go on from: whole, or only whose they are where the vendor keeps them. saved_seq orders them by age.
CREATE TABLE responses (
    saved_seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    provider TEXT,
    previous TEXT,
    tokens INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    input BLOB NOT NULL,
    response BLOB NOT NULL,
    UNIQUE (tenant, id)
);

CREATE TABLE responses_size (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    bytes INTEGER NOT NULL
);
INSERT INTO responses_size (id, bytes) VALUES (1, 0);
CREATE TRIGGER responses_grow AFTER INSERT ON responses BEGIN UPDATE responses_size SET bytes = bytes + NEW.size; END;
CREATE TRIGGER responses_shrink AFTER DELETE ON responses BEGIN UPDATE responses_size SET bytes = bytes - OLD.size; END;
