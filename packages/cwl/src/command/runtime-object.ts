import type { Hardware, JobDirectories, JsonObject } from "@sluice/contracts";

/** `runtime` of expressions: whole numbers, never zero. Source: CWL v1.2, Runtime environment. */
export function runtimeObject(directories: JobDirectories, hardware: Hardware): JsonObject {
  return {
    outdir: directories.output,
    tmpdir: directories.temporary,
    cores: whole(hardware.cores, 1),
    ram: whole(hardware.memory, 256),
    outdirSize: whole(hardware.outdirSize, 1024),
    tmpdirSize: whole(hardware.tmpdirSize, 1024),
  };
}

function whole(amount: number | undefined, fallback: number): number {
  return Math.max(1, Math.ceil(amount ?? fallback));
}
