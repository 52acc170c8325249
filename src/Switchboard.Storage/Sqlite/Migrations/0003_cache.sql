-- Answers by the hash of their request. saved_seq orders them by age, for letting the oldest go.
CREATE TABLE cache_entries (
    saved_seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    facts TEXT NOT NULL,
    bytes BLOB NOT NULL
);

CREATE TABLE cache_size (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    bytes INTEGER NOT NULL
);
INSERT INTO cache_size (id, bytes) VALUES (1, 0);
CREATE TRIGGER cache_grows AFTER INSERT ON cache_entries BEGIN UPDATE cache_size SET bytes = bytes + NEW.size; END;
CREATE TRIGGER cache_shrinks AFTER DELETE ON cache_entries BEGIN UPDATE cache_size SET bytes = bytes - OLD.size; END;
