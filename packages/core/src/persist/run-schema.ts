/** How the tables of a run's file look, and how older ones become like that. */
export interface RunSchema {
  readonly version: number;
  /** Makes the tables of this version in an empty file. */
  readonly create: string;
  /**
   * `migrations[version]` leads from that version to the next; there is one for every older version. `event_checksum` is
   * the function of that name.
   */
  readonly migrations: Readonly<Record<number, string>>;
}

/** Marks a SQLite file as a run of Sluice: "SLCE". */
export const applicationId = 0x534c4345;

/**
 * The schema of this Sluice. `user_version` of the file holds its number.
 *
 * `lease` and `summary` have at most one row. `lease.token` fences: a writer whose token is not there any more has
 * lost the run. `events.checksum` is what `eventChecksum` makes of its row. `lease.started` tells a process from a later one with the same number.
 */
export const currentSchema: RunSchema = {
  version: 2,
  create: `
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
    ) STRICT;`,
  migrations: {
    1: `
      ALTER TABLE events ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
      UPDATE events SET checksum = event_checksum(seq, time, type, version, data);`,
  },
};
