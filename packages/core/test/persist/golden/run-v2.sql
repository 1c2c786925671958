-- A run as schema version 2 stores it; a later Sluice must open it.
PRAGMA application_id = 1397506885;
PRAGMA user_version = 2;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  data TEXT NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;
CREATE TABLE blobs (
  digest TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  token TEXT NOT NULL,
  host TEXT NOT NULL,
  boot_id TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started TEXT,
  heartbeat INTEGER NOT NULL
) STRICT;
CREATE TABLE summary (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  completed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  known INTEGER NOT NULL
) STRICT;
INSERT INTO summary VALUES (1, 'old', 'running', 1700000000000, NULL, 1, 0, 2);
INSERT INTO events VALUES (1, 1700000000001, 'run_started', 1, '{"host":"node1","pid":4711,"engine":"0.1.0","retryFailed":false}', 2047868990);
INSERT INTO blobs VALUES ('d1', '[1,2]');
INSERT INTO lease VALUES (1, 'token', 'node1', 'boot', 4711, '12345', 1700000000001);
