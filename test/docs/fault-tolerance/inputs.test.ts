import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect } from "vitest";
import { promisesOf } from "../support/promises.ts";
import { Scene } from "./scene.ts";

const { keep, skip, all } = promisesOf("docs/guides/fault-tolerance.md", ["Inputs that change"]);
let scene: Scene;
beforeEach(() => {
  scene = new Scene();
  scene.write("data.txt", "old\n");
});
afterEach(() => scene[Symbol.dispose]());

const resume = (...options: string[]) => scene.sluice("resume", "r", ...options);
/** A run whose second step, which reads `data.txt`, failed. */
const fail = (...options: string[]) => scene.failed("r", "--data", "data.txt", ...options);

/** What the journal has in events of a type. */
function journaled(type: string): string {
  using db = new DatabaseSync(scene.path(".home", "runs", "r", "run.db"), { readOnly: true });
  const rows = db.prepare("SELECT data FROM events WHERE type = ? ORDER BY seq").all(type);
  return rows.map(({ data }) => String(data)).join("\n");
}

/** Shows what it gets, once there is a file `cure`. */
const reader = (inputs: string): string => `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'echo start >> "$0/starts"; test -e "$0/cure" || exit 3; cat "$1"']
inputs:
  folder: { type: string, inputBinding: { position: 1 } }
${inputs}
stdout: shown.txt
outputs: { shown: stdout }
`;

keep(
  "The journal has the size, the time of the last change and the inode of every input file: of those in lists and records, in `secondaryFiles` and listings, of the defaults that the document names, of the ontologies of its `$schemas`, and of everything in a directory at every depth.",
  () => {
    for (const name of ["a", "b", "c", "c.idx", "d", "tree/x/y"]) scene.write(name, "1");
    scene.write("terms.ttl", "#");
    scene.write(
      "tool.cwl",
      reader(`  list: File[]
  record: { type: { type: record, fields: { one: File } } }
  indexed: { type: File, inputBinding: { position: 2 }, secondaryFiles: [.idx] }
  given: { type: File, default: { class: File, location: d } }
  tree: Directory`).replace("class:", "$schemas: [terms.ttl]\nclass:"),
    );
    const file = (path: string) => ({ class: "File", path });
    const job = {
      folder: scene.folder,
      list: [file("a")],
      record: { one: file("b") },
      indexed: file("c"),
      tree: { class: "Directory", path: "tree" },
    };
    scene.write("job.yml", JSON.stringify(job));
    expect(scene.sluice("run", "tool.cwl", "job.yml", "--run-id", "r").status).toBe(1);
    for (const name of ["a", "b", "c", "c.idx", "d"]) {
      const { ino, size } = statSync(scene.path(name));
      expect(journaled("run_created")).toMatch(new RegExp(`${RegExp.escape(scene.path(name))}.*${size}.*${ino}`));
    }
    for (const name of ["a", "b", "c", "c.idx", "d", "terms.ttl", "tree/x/y", "tree/empty/"]) {
      if (name.endsWith("/")) mkdirSync(scene.path(name));
      else scene.write(name, "22");
      expect(resume()).toMatchObject({ status: 1, stderr: expect.stringContaining("INPUT_CHANGED") as string });
      expect(resume("--accept-changes").stderr).toContain("JOB_FAILED");
    }
  },
);
skip(
  "packages/core/test: stamps of inputs",
  "(Of a directory with more than 10,000 entries it has only its own time.) Old and new content are never mixed:",
);

keep(
  [
    "What a pattern of `secondaryFiles` looks for beside an input, or beside the default of a tool, counts, too: also a file that comes, or goes.",
    "A file that comes after a workflow looked for it is accepted, but only a new run hands it to steps.",
  ],
  () => {
    const index = "indexed: { type: File, secondaryFiles: [.idx?] }";
    scene.write(
      "tool.cwl",
      reader(`  ${index}`)
        .replace(
          "baseCommand",
          "requirements: { InlineJavascriptRequirement: {} }\narguments: [{ position: 2, valueFrom: '$((inputs.indexed.secondaryFiles || []).length)' }]\nbaseCommand",
        )
        .replace('cat "$1"', 'echo "$1"'),
    );
    scene.write(
      "flow.cwl",
      `cwlVersion: v1.2
class: Workflow
inputs: { folder: string, ${index} }
outputs: { shown: { type: File, outputSource: show/shown } }
steps: { show: { in: { folder: folder, indexed: indexed }, out: [shown], run: tool.cwl } }
`,
    );
    scene.write("c", "1");
    const run = (...more: string[]) =>
      scene.sluice("run", "flow.cwl", "--folder", scene.folder, "--indexed", "c", "--outdir", "out", ...more);
    expect(run("--run-id", "r").stderr).toContain("JOB_FAILED");
    scene.write("c.idx", "1");
    expect(resume().stderr).toContain(`${scene.path("c.idx")} is new`);
    expect(resume("--accept-changes").stderr).toContain("JOB_FAILED");
    rmSync(scene.path("c.idx"));
    expect(resume().stderr).toContain(`${scene.path("c.idx")} is gone`);
    scene.write("c.idx", "1");
    scene.write("cure", "");
    expect(resume("--accept-changes")).toMatchObject({ status: 0 });
    expect(scene.read("out/shown.txt")).toBe("0\n");
    expect(run()).toMatchObject({ status: 0 });
    expect(scene.read("out/shown.txt")).toBe("1\n");
  },
);

keep(
  [
    "An input that changed, or is gone, makes `resume` stop before anything starts (`INPUT_CHANGED`).",
    "It names each file and what changed.",
  ],
  () => {
    fail();
    scene.write("data.txt", "newer\n");
    const changed = resume();
    expect(changed).toMatchObject({ status: 1, stdout: "" });
    expect(changed.stderr).toContain(`${scene.path("data.txt")} had 4 bytes and has 6 bytes now`);
    rmSync(scene.path("data.txt"));
    expect(resume().stderr).toMatch(/INPUT_CHANGED: .*data\.txt/);
    expect(scene.starts()).toEqual(["first", "second"]);
  },
);

keep("An input that changes while the run goes on makes the step fail that would have got it next.", () => {
  // The first step changes what the second one reads.
  const changing = scene.read("two.cwl").replace("echo one'", 'echo one; echo changed >> "$0/data.txt"\'');
  scene.write("two.cwl", changing);
  scene.write("cure", "");
  const { status, stderr } = scene.sluice("run", "two.cwl", "--folder", scene.folder, "--data", "data.txt");
  expect([status, scene.starts()]).toEqual([1, ["first"]]);
  expect(stderr).toMatch(/INPUT_CHANGED: .*data\.txt/);
});

keep("What tools leave beside other files in a directory does not count then; on `resume` it does.", () => {
  scene.write("tree/data", "1");
  scene.write(
    "tool.cwl",
    reader("  tree: Directory").replace("test -e", 'touch "$0/tree/left"; test -e').replace('cat "$1"', "true"),
  );
  const run = ["run", "tool.cwl", "--folder", scene.folder, "--tree", "tree", "--run-id", "r", "--retries", "0"];
  expect(scene.sluice(...run).stderr).toContain("JOB_FAILED");
  const { stderr } = resume();
  expect(stderr).toContain(
    `INPUT_CHANGED: inputs are not as they were when run r began: ${scene.path("tree/left")} is new\n`,
  );
  expect(stderr).toContain("'sluice resume r --accept-changes' goes on");
});

keep(
  [
    "`sluice resume RUN --accept-changes` goes on with the inputs as they are.",
    "What is still to be done gets them, with their new sizes and checksums; steps that completed stay as they are.",
    "The journal remembers what was accepted.",
  ],
  () => {
    fail();
    scene.write("data.txt", "newer\n");
    expect(resume("--accept-changes").stderr).toContain("JOB_FAILED");
    // What was accepted needs not be accepted again.
    scene.write("cure", "");
    scene.resumed("r");
    expect(scene.read("out/second.txt")).toBe("newer\none\n");
    expect(scene.starts()).toEqual(["first", "second", "second", "second"]);
    expect(journaled("run_started")).toContain("data.txt");
  },
);

keep("Or start a new run: with `--cache` it does again only what depends on the change.", () => {
  scene.failed("r", "--data", "data.txt", "--cache", "kept");
  scene.write("data.txt", "newer\n");
  scene.write("cure", "");
  const again = [
    "run",
    "two.cwl",
    "--folder",
    scene.folder,
    "--data",
    "data.txt",
    "--cache",
    "kept",
    "--outdir",
    "out",
  ];
  expect(scene.sluice(...again)).toMatchObject({ status: 0 });
  expect(scene.starts()).toEqual(["first", "second", "second"]);
  expect(scene.read("out/second.txt")).toBe("newer\none\n");
});

keep(
  [
    "`--check-inputs content` reads files for their checksums at the start and on `resume`.",
    "Then only content counts, not when or how it was written.",
  ],
  () => {
    fail("--check-inputs", "content");
    const { size, mtime } = statSync(scene.path("data.txt"));
    scene.write("data.txt", "OLD\n");
    utimesSync(scene.path("data.txt"), mtime, mtime);
    expect(statSync(scene.path("data.txt")).size).toBe(size);
    expect(resume().stderr).toContain("INPUT_CHANGED");
    rmSync(scene.path("data.txt"));
    scene.write("data.txt", "old\n");
    scene.write("cure", "");
    scene.resumed("r");
  },
);

keep(
  "Without either, a file that was only touched has changed, and the message names `--check-inputs content` for the next time.",
  () => {
    fail();
    scene.write("cure", "");
    utimesSync(scene.path("data.txt"), 1, 1);
    expect(resume().stderr).toMatch(/^INPUT_CHANGED: .*data\.txt was written again .*\n.*--check-inputs content/);
    scene.resumed("r", "--accept-changes");
  },
);

keep("`--check-inputs none` compares nothing.", () => {
  fail("--check-inputs", "none");
  scene.write("data.txt", "newer\n");
  scene.write("cure", "");
  scene.resumed("r");
});

keep("What a job of the run changes in place (`InplaceUpdateRequirement`) is no change.", () => {
  const inPlace = `cwlVersion: v1.2
class: CommandLineTool
requirements:
  InplaceUpdateRequirement: { inplaceUpdate: true }
  InitialWorkDirRequirement: { listing: [{ entry: $(inputs.data), writable: true }] }
baseCommand: [sh, -c, 'echo more >> data.txt; test -e "$0/cure" || exit 3']
inputs: { folder: { type: string, inputBinding: {} }, data: File }
outputs: { data: { type: File, outputBinding: { glob: data.txt } } }
`;
  scene.write("tool.cwl", inPlace);
  const run = ["run", "tool.cwl", "--folder", scene.folder, "--data", "data.txt", "--run-id", "r"];
  expect(scene.sluice(...run).stderr).toContain("JOB_FAILED");
  scene.write("cure", "");
  scene.resumed("r");
  expect(scene.read("data.txt")).toBe("old\nmore\nmore\n");
});

keep(
  "What a URL names is fetched into the run's folder before the first job that reads it, and stays as it was then until the run is completed.",
  async () => {
    let content = "of the web\n";
    const server = createServer((_, response) => void response.end(content)).listen(0, "127.0.0.1");
    try {
      await new Promise((listening) => server.once("listening", listening));
      scene.write("tool.cwl", reader("  data: { type: File, inputBinding: { position: 2 } }"));
      const location = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.txt`;
      scene.write("job.yml", JSON.stringify({ folder: scene.folder, data: { class: "File", location } }));
      const { finished } = scene.start("run", "tool.cwl", "job.yml", "--run-id", "r", "--outdir", "out");
      expect((await finished).stderr).toContain("JOB_FAILED");
      content = "changed\n";
      scene.write("cure", "");
      expect(await scene.start("resume", "r").finished).toMatchObject({ status: 0 });
      expect(scene.read("out/shown.txt")).toBe("of the web\n");
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
);

all();
