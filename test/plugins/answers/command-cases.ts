/** A command that asks a method of a plugin. */
export interface CommandCase {
  readonly point: string;
  readonly path: string;
  /** What does it usually, as JavaScript. */
  readonly usual: string;
  /** `CASE` stands for the name of the case's files. */
  readonly argv: readonly string[];
  readonly runner?: true;
  /** Lines of the configuration. */
  readonly config?: string;
  /** What the workflow of the configuration says besides. */
  readonly workflow?: string;
  readonly document?: string;
  readonly job?: string;
  /** What was asked for is done all the same. */
  readonly warns?: true;
  /** Default: that it never answers, and nonsense. */
  readonly answers?: readonly (keyof typeof answers)[];
}

const answers = {
  "never answers": "() => new Promise(() => {})",
  "answers nonsense": "() => [null, -1.5, 1n]",
  "throws nothing": "() => { throw undefined; }",
} as const;

const frontend = `{
  extensions: [".odd"],
  detect: () => true,
  load: async () => ({
    name: "w", inputs: [], outputs: [], warnings: [], documents: [],
    readInputs: async () => ({ inputs: {}, warnings: [] }),
    translate: async () => ({ graph: {}, inputs: {}, warnings: [] }),
    references: () => [],
    pack: () => ({}),
    jobTemplate: () => "",
  }),
}`;
/** None of the processes of its document is the one that is meant. */
const manifold = `{
  extensions: [".odd"],
  detect: () => true,
  async load() {
    const { SluiceError } = await import("@sluice/contracts");
    throw new SluiceError("CWL_REFERENCE", "which one?");
  },
}`;
const reporter = "{ create: () => ({ event() {}, async end() {}, async [Symbol.asyncDispose]() {} }) }";
const translator = "{ create: () => ({ translate: async ({ target }) => ({ target }) }) }";

const run = ["run", "CASE.yml", "--quiet", "--outdir", "CASE"];
const onFar = "bindings: [{ step: /, target: { deployment: far } }]";
const odd = { document: "a.odd", point: "frontend", usual: frontend };
const local = { usual: '"local"', point: "connector", config: "deployments: { far: { type: odd } }", workflow: onFar };
const database = { usual: '"sqlite"', point: "database", config: "database: { type: odd }" };
const look = (...argv: string[]): readonly string[] => [...argv, "--config", "CASE.yml"];
const thrown = ["throws nothing"] as const;

const cases: readonly CommandCase[] = [
  { ...local, path: "create", argv: run },
  {
    ...local,
    path: "create.submit",
    argv: ["--quiet", "--streamflow-file", "CASE.yml", "one.cwl", "job.yml"],
    runner: true,
  },
  { ...local, path: "create.watch.[Symbol.dispose]", argv: run, warns: true, answers: thrown },
  {
    ...local,
    path: "create.[Symbol.asyncDispose]",
    argv: run,
    warns: true,
    answers: ["never answers", "throws nothing"],
  },
  { ...database, path: "create.createRun", argv: run },
  { ...database, path: "create.listRuns", argv: look("list") },
  { ...database, path: "create.openRun", argv: look("show", "kept") },
  { ...database, path: "create.openRun.read", argv: look("logs", "kept") },
  { ...database, path: "create.openRun", argv: look("resume", "kept", "--quiet") },
  { ...database, path: "create.listRuns", argv: look("cancel", "kept") },
  { ...database, path: "create.removeRun", argv: look("rm", "kept"), answers: ["never answers", "throws nothing"] },
  {
    point: "scheduler",
    usual: '"default"',
    path: "create.allocate",
    argv: run,
    config: "scheduling: { scheduler: { type: odd } }",
  },
  {
    point: "policy",
    usual: '"first"',
    path: "create.choose",
    argv: run,
    config: "deployments: { far: { type: local, scheduling_policy: odd } }",
    workflow: onFar,
  },
  {
    point: "binding-filter",
    usual: '"shuffle"',
    path: "create.filter",
    argv: run,
    config: "deployments: { far: { type: local } }",
    workflow: "bindings: [{ step: /, target: { deployment: far }, filters: [odd] }]",
  },
  {
    point: "deployment-manager",
    usual: '"default"',
    path: "create.deploy",
    argv: run,
    config: "deploymentManager: { type: odd }",
  },
  {
    point: "data-manager",
    usual: '"default"',
    path: "create.publish",
    argv: run,
    config: "dataManager: { type: odd }",
  },
  {
    point: "checkpoint-manager",
    usual: '"folder"',
    path: "create.save",
    argv: run,
    config: "checkpointManager: { type: odd }",
    warns: true,
    answers: ["never answers", "throws nothing"],
  },
  {
    point: "failure-manager",
    usual: '"default"',
    path: "create.decide",
    argv: run,
    config: "failureManager: { type: odd }",
    job: "failing.yml",
  },
  {
    point: "secret-store",
    usual: '"env"',
    path: "create.read",
    argv: run,
    config:
      'secrets: { s: { store: odd, key: PATH } }\nfailureManager: { type: default, config: { retry_delay: "${secret:s}" } }',
  },
  { point: "transfer-scheme", usual: "{ fetch: async () => {} }", path: "fetch", argv: run, job: "far.yml" },
  {
    point: "cache-store",
    usual: '"folder"',
    path: "create.lookup",
    argv: [...run, "--cache", "CASE-cache", "--cache-store", "odd"],
    warns: true,
  },
  {
    point: "cache-store",
    usual: '"folder"',
    path: "create.list",
    argv: ["cache", "list", "--cache", "CASE-cache", "--cache-store", "odd", "--config", "CASE.yml"],
  },
  {
    point: "cwl-docker-translator",
    usual: translator,
    path: "create",
    argv: run,
    document: "contained.cwl",
    workflow: "docker: [{ step: /, deployment: { type: odd, config: {} } }]",
  },
  {
    point: "cwl-docker-translator",
    usual: translator,
    path: "create.translate",
    argv: run,
    document: "contained.cwl",
    workflow: "docker: [{ step: /, deployment: { type: odd, config: {} } }]",
  },
  { ...odd, path: "detect", argv: ["inputs", "a.txt", "--plugin", "./CASE.mjs"] },
  { ...odd, path: "load", argv: ["validate", "CASE.yml"] },
  {
    ...odd,
    usual: manifold,
    path: "processes",
    argv: ["validate", "a.odd", "--plugin", "./CASE.mjs"],
    answers: ["answers nonsense"],
  },
  { ...odd, path: "load.targets", argv: ["--print-targets", "--plugin", "./CASE.mjs", "a.odd"], runner: true },
  { ...odd, path: "load.readInputs", argv: run },
  { ...odd, path: "load.translate", argv: run },
  { ...odd, path: "load.pack", argv: ["pack", "a.odd", "--plugin", "./CASE.mjs"] },
  { ...odd, path: "load.jobTemplate", argv: ["--make-template", "--plugin", "./CASE.mjs", "a.odd"], runner: true },
  { ...odd, path: "load.references", argv: ["--print-deps", "--plugin", "./CASE.mjs", "a.odd"], runner: true },
  ...["create", "create.event", "create.end", "create.[Symbol.asyncDispose]"].map((path): CommandCase => ({
    point: "reporter",
    usual: reporter,
    path,
    argv: run,
    config: "reporters: [odd]",
    warns: true,
    answers: path === "create" ? ["never answers", "answers nonsense"] : ["throws nothing"],
  })),
  ...["create.end", "create.[Symbol.asyncDispose]"].map((path): CommandCase => ({
    point: "reporter",
    usual: reporter,
    path,
    argv: run,
    config: "reporters: [odd]",
    warns: true,
    answers: ["never answers"],
  })),
];

/** Each case with each of its answers. */
export function withCases(): (readonly [title: string, each: CommandCase, answer: string])[] {
  return cases.flatMap((each) =>
    (each.answers ?? (["never answers", "answers nonsense"] as const)).map((kind) => {
      const command =
        each.runner === true
          ? "cwl-runner"
          : each.argv
              .slice(0, 2)
              .join(" ")
              .replace(/ CASE.*/, "");
      return [`${command}: ${each.point} ${each.path} ${kind}`, each, answers[kind]] as const;
    }),
  );
}
