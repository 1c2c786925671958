import type { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";

/** Gives the events of a run's file, which a test has changed, the checksums that Sluice would have written with them. */
export function sumEvents(db: DatabaseSync): void {
  const update = db.prepare("UPDATE events SET checksum = ? WHERE seq = ?");
  for (const row of db.prepare("SELECT seq, time, type, version, data FROM events").all()) {
    const { seq = 0, time, type, version, data } = row;
    update.run(crc32(String(data), crc32(`${String(seq)} ${String(time)} ${String(type)} ${String(version)} `)), seq);
  }
}
