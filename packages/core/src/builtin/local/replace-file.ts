import { renameSync, writeFileSync } from "node:fs";

/** Writes a small file so that nobody ever sees half of it. Without space, or without the folder, nothing is written. */
export function replaceFile(file: string, text: string): void {
  try {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  } catch {
    // Whoever asks for it next learns the same by asking for the process.
  }
}
