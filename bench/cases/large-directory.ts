import { closeSync, linkSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measurePeak, median } from "../measure.ts";
import { megabytes, seconds, type Ratio } from "../ratio.ts";

const many = 1_000_000;
/** No file system that we know of allows fewer names for one file. */
const namesOfOne = 30_000;
/** Bytes that a run over many entries may need beyond one over ten: a few for each would be many times as much. */
const allowed = 20e6;

/** A Directory of 1,000,000 entries as the input of a tool: it is linked, and nothing goes through it. */
export function largeDirectory(folder: string, runner: readonly string[], runs: number): Ratio[] {
  const [few, all] = [10, many].map((count) => makeFiles(join(folder, `entries-${count}`), count)) as [string, string];
  try {
    return ["v1.2", "v1.0"].map((version) => {
      const tool = join(folder, `directory-${version}.cwl`);
      writeFileSync(tool, JSON.stringify({ cwlVersion: version, ...firstEntry }));
      const figures = [few, all].map((directory) => {
        const argv = [...runner, "--quiet", tool, "--folder", directory];
        const measured = Array.from({ length: runs }, () => measurePeak({ argv }));
        return { wall: median(measured.map(({ wall }) => wall)), peak: median(measured.map(({ peak }) => peak)) };
      }) as [Figures, Figures];
      const added = Math.max(0, figures[1].peak - figures[0].peak);
      return {
        name: `memory added by an input of 1,000,000 entries, ${version}, against ${megabytes(allowed)}`,
        value: added / allowed,
        limit: 1,
        detail: `${megabytes(figures[1].peak)} - ${megabytes(figures[0].peak)}, ${seconds(figures[1].wall)}`,
      };
    });
  } finally {
    rmSync(all, { recursive: true });
  }
}

interface Figures {
  readonly wall: number;
  readonly peak: number;
}

/** A tool that does not go through the directory either. */
const firstEntry = {
  class: "CommandLineTool",
  baseCommand: ["sh", "-c", 'test -e "$0/0"'],
  inputs: { folder: { type: "Directory", inputBinding: {} } },
  outputs: {},
};

/** Names of a few empty files, which is the fastest way to make so many. */
function makeFiles(folder: string, count: number): string {
  mkdirSync(folder);
  for (let index = 0, first = ""; index < count; index += 1) {
    const path = join(folder, String(index));
    if (index % namesOfOne > 0) linkSync(first, path);
    else {
      closeSync(openSync(path, "w"));
      first = path;
    }
  }
  return folder;
}
