import { expect, describe, test } from "vitest";
import { looksLikeConfig } from "../../src/config/read-config.ts";
import { faultsOf, read, unlistedPlugin } from "./read.ts";

const good = `version: v1.0
workflows:
  align:
    type: cwl
    config:
      file: cwl/align.cwl#main
      settings: job.yml
    bindings:
      - step: /sort
        target: { deployment: scratch, workdir: /fast/sort }
      - step: /
        target: [{ deployment: local }, { deployment: farm, locations: 1, service: long }]
        filters: [spread, shuffle]
      - port: /reads
        target: { deployment: farm, workdir: /data/reads }
  count:
    type: cwl
    config:
      file: https://example.org/count.cwl
      docker:
        - { step: /, deployment: { type: engine, config: { token: hunter2 }, wrapper: false } }
deployments:
  scratch: { type: local, workdir: work, lazy: false, scheduling_policy: data_locality }
  farm:
    type: cluster
    config: { host: login, password: hunter2 }
    external: true
    wraps: { deployment: scratch, service: a }
bindingFilters:
  spread: { type: shuffle }
checkpointManager: { enabled: false, type: default, config: {} }
failureManager: { enabled: true, type: rollback, config: { max_retries: 2 } }
database: { type: sqlite, config: { home: runs } }
dataManager: { type: default }
deploymentManager: {}
scheduling:
  scheduler: { config: { retry_delay: 3 } }
  policies: { near: { type: first } }
plugins:
  - ./mine.ts
  - { plugin: sluice-plugin-x, options: { a: 1 }, overrides: [connector/x], enabled: false }
secrets:
  db: env:DB_PASSWORD
  key: { store: file, key: key.txt }
reporters:
  - board
  - { type: board, config: { title: here } }
`;

describe("a good file", () => {
  test("is taken whole, with paths resolved and defaults of options in place", async () => {
    const { workflows, warnings } = await read(good);
    expect(warnings).toEqual([]);
    expect(workflows.map(({ environment: _all, places: _places, ...own }) => own)).toEqual([
      {
        name: "align",
        language: "cwl",
        document: "/project/cwl/align.cwl#main",
        settings: "/project/job.yml",
        docker: [],
      },
      {
        name: "count",
        language: "cwl",
        document: "https://example.org/count.cwl",
        docker: [
          {
            step: "/",
            type: "engine",
            options: { token: "${secret:workflows/count/config/docker/0/deployment/config/token}" },
            wrapper: false,
          },
        ],
      },
    ]);
    expect(JSON.parse(JSON.stringify(workflows[0]?.environment))).toEqual({
      configDir: "/project",
      configFile: "/project/sluice.yml",
      deployments: [
        {
          name: "scratch",
          type: "local",
          config: {},
          external: false,
          lazy: false,
          schedulingPolicy: "data_locality",
          workdir: "/project/work",
        },
        {
          name: "farm",
          type: "cluster",
          config: { host: "login", password: "hunter2", port: 22 },
          external: true,
          lazy: true,
          wraps: { deployment: "scratch", service: "a" },
        },
      ],
      bindings: [
        { step: "/sort", targets: [{ deployment: "scratch", locations: 1, workdir: "/fast/sort" }], filters: [] },
        {
          step: "/",
          targets: [
            { deployment: "local", locations: 1 },
            { deployment: "farm", locations: 1, service: "long" },
          ],
          filters: ["spread", "shuffle"],
        },
        { port: "/reads", target: { deployment: "farm", locations: 1, workdir: "/data/reads" } },
      ],
      bindingFilters: { spread: { type: "shuffle", options: {} } },
      policies: { near: { type: "first", options: {} } },
      managers: {
        database: { type: "sqlite", options: { home: "runs" } },
        dataManager: { type: "default", options: {} },
        deploymentManager: { type: "default", options: {} },
        scheduler: { type: "default", options: { retry_delay: 3 } },
        checkpointManager: { type: "dummy" },
        failureManager: { type: "rollback", options: { max_retries: 2 } },
      },
      secrets: {
        db: { store: "env", key: "DB_PASSWORD" },
        key: { store: "file", key: "key.txt", options: {} },
        "workflows/count/config/docker/0/deployment/config/token": { value: "hunter2" },
      },
      reporters: [{ name: "board" }, { name: "board", options: { title: "here", rows: 9 } }],
      plugins: [
        { reference: "./mine.ts", position: { file: "/project/sluice.yml", line: 40, column: 5 } },
        {
          reference: "sluice-plugin-x",
          options: { a: 1 },
          overrides: ["connector/x"],
          enabled: false,
          position: { file: "/project/sluice.yml", line: 41, column: 15 },
        },
      ],
    });
  });

  test("is told from a CWL document", () => {
    expect(looksLikeConfig("a.yml", good)).toBe(true);
    expect(looksLikeConfig("a.cwl", good)).toBe(false);
    expect(looksLikeConfig("a.yml", "cwlVersion: v1.2\nclass: Workflow\n")).toBe(false);
    expect(looksLikeConfig("a.json", '{ "version": "v1.0",\n "workflows": {} }')).toBe(true);
    expect(looksLikeConfig("sluice.yml", "version: v1.0\n")).toBe(true);
  });
});

describe("what the two managers that can be switched off come to", () => {
  test.each([
    ["{}", "dummy"],
    ["{ enabled: false }", "dummy"],
    ["{ enabled: false, type: default, config: {} }", "dummy"],
    ["{ enabled: true }", "default"],
    ["{ type: default }", "default"],
    ["{ config: {} }", "default"],
  ])("%s", async (section, type) => {
    const { environment } = await read(`version: v1.0\nfailureManager: ${section}\ncheckpointManager: ${section}`);
    expect(environment.managers?.failureManager?.type).toBe(type);
    expect(environment.managers?.checkpointManager?.type).toBe(type);
  });

  test("one that is not named is left to the engine", async () => {
    expect((await read("version: v1.0")).environment.managers).toEqual({});
  });
});

describe("every fault is told with its place", () => {
  test.each<[string, string, string[]]>([
    ["version: v1.0", "version: v2", ["1:10 CONFIG_INVALID version must be v1.0; got 'v2'"]],
    ["version: v1.0", "# none", ["2:1 CONFIG_INVALID the file needs the key 'version' | Write: version: v1.0"]],
    ["type: cwl", "type: cvl", ["4:11 CONFIG_INVALID workflows.align.type must be cwl; got 'cvl'"]],
    [
      "file: cwl/",
      "fil: cwl/",
      [
        "6:7 CONFIG_INVALID workflows.align.config needs the key 'file'",
        "6:7 CONFIG_INVALID unknown key 'workflows.align.config.fil' | Did you mean 'file'?",
      ],
    ],
    [
      "- step: /sort",
      "- step: sort",
      [
        "9:15 CONFIG_INVALID workflows.align.bindings[0].step must be a path that begins with '/'; '/' is the whole workflow; got 'sort'",
      ],
    ],
    [
      "deployment: scratch, workdir",
      "deployment: scrach, workdir",
      ["10:31 CONFIG_INVALID there is no deployment 'scrach' | Did you mean 'scratch'?"],
    ],
    [
      "target: { deployment: scratch, workdir",
      "target: { workdir",
      ["10:17 CONFIG_INVALID workflows.align.bindings[0].target needs the key 'deployment'"],
    ],
    [
      "target: { deployment: scratch, workdir: /fast/sort }",
      "target: []",
      ["10:17 CONFIG_INVALID workflows.align.bindings[0].target must not be empty"],
    ],
    [
      "target: { deployment: scratch, workdir: /fast/sort }",
      "target: 7",
      ["10:17 CONFIG_INVALID workflows.align.bindings[0].target must be a mapping or a list; got 7"],
    ],
    [
      "locations: 1",
      "locations: 2",
      [
        "12:72 CONFIG_INVALID this build gives each job one location; 'locations' must be 1 | A job that spans machines asks for them in the options of its deployment, such as the nodes of a batch system.",
      ],
    ],
    [
      "[spread, shuffle]",
      "[spred, shuffle]",
      ["13:19 CONFIG_INVALID there is no binding filter 'spred' | Did you mean 'spread'?"],
    ],
    [
      "deployment: farm, workdir: /data/reads",
      "deployment: farm",
      ["15:17 CONFIG_INVALID workflows.align.bindings[2].target needs the key 'workdir'"],
    ],
    [
      "type: engine",
      "type: engin",
      [
        "21:42 CONFIG_INVALID workflows.count.config.docker[0].deployment.type must be one of none, engine; got 'engin' | Did you mean 'engine'?",
      ],
    ],
    [
      "type: local",
      "type: locl",
      [
        "23:20 CONFIG_INVALID deployments.scratch.type must be one of local, cluster; got 'locl' | Did you mean 'local'?",
      ],
    ],
    ["lazy: false", "lazy: 1", ["23:48 CONFIG_INVALID deployments.scratch.lazy must be true or false; got 1"]],
    [
      "scheduling_policy: data_locality",
      "scheduling_policy: neer",
      ["23:74 CONFIG_INVALID there is no scheduling policy 'neer' | Did you mean 'near'?"],
    ],
    [
      "host: login",
      "hst: login",
      [
        "26:13 PLUGIN_OPTIONS connector cluster: option 'host' is missing",
        "26:15 PLUGIN_OPTIONS connector cluster: unknown option 'hst' | Did you mean 'host'?",
      ],
    ],
    [
      "password: hunter2 }",
      "password: [hunter2] }",
      ["26:38 PLUGIN_OPTIONS connector cluster: option 'password' must be string"],
    ],
    [
      "deployment: scratch, service: a",
      "deployment: scratc",
      ["28:26 CONFIG_INVALID there is no deployment 'scratc' | Did you mean 'scratch'?"],
    ],
    [
      "workdir: work,",
      "wraps: farm,",
      ["23:34 CONFIG_INVALID deployments wrap each other in a circle: scratch → farm → scratch"],
    ],
    [
      "  scratch:",
      "  Scratch: { type: local }\n  scratch:",
      [
        "23:3 CONFIG_INVALID 'Scratch' cannot be a name in deployments | Names begin with a letter, in most places a small one, and go on with letters, digits, '.', '_' and '-'.",
      ],
    ],
    [
      "max_retries: 2",
      "max_retry: 2",
      ["32:60 PLUGIN_OPTIONS failure-manager rollback: unknown option 'max_retry' | Did you mean 'max_retries'?"],
    ],
    [
      "dataManager: { type: default }",
      "dataManager: { config: { a: 1 } }",
      ["34:26 PLUGIN_OPTIONS data-manager default: unknown option 'a' | It takes no options."],
    ],
    [
      "overrides: [connector/x]",
      "overrides: [x]",
      ["41:63 CONFIG_INVALID plugins[1].overrides[0] must be POINT/NAME, such as connector/docker; got 'x'"],
    ],
    ["- ./mine.ts", "- 7", ["40:5 CONFIG_INVALID plugins[0] must be text or a mapping; got 7"]],
    [
      "env:DB_PASSWORD",
      "DB_PASSWORD",
      ["43:7 CONFIG_INVALID secrets.db must be STORE:KEY, such as env:TOKEN or file:token.txt"],
    ],
    [
      "env:DB_PASSWORD",
      "enw:DB_PASSWORD",
      ["43:7 CONFIG_INVALID there is no secret-store 'enw' | Did you mean 'env'?"],
    ],
    ["env:DB_PASSWORD", "40123", ["43:7 CONFIG_INVALID secrets.db must be text or a mapping"]],
    ["store: file", "store: fil", ["44:17 CONFIG_INVALID there is no secret-store 'fil' | Did you mean 'file'?"]],
    [
      "password: hunter2 }",
      'password: "${secret:bd}" }',
      ["26:38 SECRET_MISSING there is no secret 'bd' | Did you mean 'db'?"],
    ],
    [
      "settings: job.yml",
      'settings: "${secret:db}"',
      [
        "7:17 CONFIG_INVALID a secret cannot stand here | It can in options of deployments, managers, policies, binding filters, docker translators and plugins.",
      ],
    ],
    [
      "store: file, key: key.txt",
      'store: file, key: key.txt, options: { from: "${secret:db}" }',
      [
        "44:54 CONFIG_INVALID a secret cannot stand here | It can in options of deployments, managers, policies, binding filters, docker translators and plugins.",
      ],
    ],
    [
      "target: { deployment: scratch, workdir: /fast/sort }",
      "target: [scratch]",
      ["10:18 CONFIG_INVALID workflows.align.bindings[0].target[0] must be a mapping; got 'scratch'"],
    ],
    [
      "target: { deployment: farm, workdir: /data/reads }",
      "target: [{ deployment: farm, workdir: /data/reads }]",
      [
        "15:17 CONFIG_INVALID workflows.align.bindings[2].target must be a mapping; got a list | The data of a port lie in one place.",
      ],
    ],
    [
      "- port: /reads",
      "- port: /reads\n        step: /reads",
      ["15:9 CONFIG_INVALID workflows.align.bindings[2] has 'step' and 'port' | Bind one of them."],
    ],
    [
      "- step: /sort\n        target",
      "- target",
      ["9:9 CONFIG_INVALID workflows.align.bindings[0] needs the key 'step' or 'port'"],
    ],
    [
      "- step: /sort",
      "- step: /",
      [
        "11:15 CONFIG_INVALID the step '/' is bound already | Several targets of one step are a list: target: [{ … }, { … }].",
      ],
    ],
    [
      "wrapper: false } }",
      "wrapper: false } }\n        - { step: /, deployment: { type: none } }",
      ["22:19 CONFIG_INVALID the step '/' is bound already"],
    ],
    [
      "type: cluster",
      "type: kubernetes",
      [
        "25:11 CONFIG_INVALID deployments.farm.type must be one of local, cluster; got 'kubernetes' | No plugin that is here provides it: 'sluice ext list connector' shows what there is.",
      ],
    ],
    [
      "near: { type: first }",
      "near: { type: nearest-first }",
      [
        "38:29 CONFIG_INVALID scheduling.policies.near.type must be one of data_locality, first; got 'nearest-first' | No plugin that is here provides it: 'sluice ext list policy' shows what there is.",
      ],
    ],
    [
      "type: engine,",
      "type: podman,",
      [
        "21:42 CONFIG_INVALID workflows.count.config.docker[0].deployment.type must be one of none, engine; got 'podman' | No plugin that is here provides it: 'sluice ext list cwl-docker-translator' shows what there is.",
      ],
    ],
    [
      "config: { home: runs }",
      "config: { home: runs, connection: runs.db }",
      ["33:35 PLUGIN_OPTIONS database sqlite: the options must not have 'home' and 'connection' together"],
    ],
    [
      "external: true",
      'external: "\\e[2J\\n"',
      ["27:15 CONFIG_INVALID deployments.farm.external must be true or false; got '\\u001b[2J\\n'"],
    ],
    [
      "  farm:",
      '  "${env:FARM}": { type: local }\n  farm:',
      [
        "24:3 CONFIG_INVALID '${env:FARM}' cannot be a name in deployments | Nothing is put in the place of ${…} in keys, only in values.",
      ],
    ],
    ["- board", "- bord", ["46:5 CONFIG_INVALID there is no reporter 'bord' | Did you mean 'board'?"]],
    [
      "type: board",
      "type: bord",
      [
        "47:13 CONFIG_INVALID reporters[1].type must be one of terminal, lines, json, quiet, board; got 'bord' | Did you mean 'board'?",
      ],
    ],
    ["title: here", "rows: many", ["47:36 PLUGIN_OPTIONS reporter board: option 'rows' must be integer"]],
    [
      "title: here",
      'title: "${secret:db}"',
      [
        "47:37 CONFIG_INVALID a secret cannot stand here | It can in options of deployments, managers, policies, binding filters, docker translators and plugins.",
      ],
    ],
    ["plugins:", "plugin:", ["39:1 CONFIG_INVALID unknown key 'plugin' | Did you mean 'plugins'?"]],
  ])("%j made %j", async (from, to, faults) => {
    expect(good).toContain(from);
    expect(await faultsOf(good.replace(from, to))).toEqual(faults);
  });

  test("also in a file of the wrong shape", async () => {
    expect(await faultsOf("[workflows]")).toEqual(["1:1 CONFIG_INVALID the file must be a mapping"]);
    expect(await faultsOf("")).toEqual(["1:1 CONFIG_INVALID the file needs the key 'version' | Write: version: v1.0"]);
    expect(await faultsOf("version: v1.0\nworkflows: 7")).toEqual([
      "2:12 CONFIG_INVALID workflows must be a mapping; got 7",
    ]);
  });

  test("a name that may come from a plugin without a manifest is left for later", async () => {
    const text = "version: v1.0\ndeployments: { a: { type: unheard, config: { b: 1 } } }";
    expect(await faultsOf(text, { plugins: [unlistedPlugin] })).toEqual([]);
    const { environment } = await read(text, { plugins: [unlistedPlugin] });
    const schema = { type: "object", properties: { c: { type: "string" } }, additionalProperties: false };
    const provided = { point: "connector", apiVersion: 1, name: "unheard", schema };
    const state = { name: "local", version: "1.0.0", origin: "config" as const, extensions: [provided] };
    await expect(environment.verify?.([state])).rejects.toThrow("unknown option 'b'");
    await expect(environment.verify?.([{ ...state, extensions: [] }])).rejects.toThrow(
      "no plugin here provides a connector",
    );
  });
});

test("a deployment whose connector cannot run on another one is worth a warning", async () => {
  const text = "version: v1.0\ndeployments:\n  a: { type: cluster, config: { host: h } }\n";
  const { warnings } = await read(`${text}  b: { type: local, wraps: a }\n`);
  expect(warnings.map(({ code, message, position }) => [position?.line, position?.column, code, message])).toEqual([
    [4, 21, "CONFIG_INVALID", "connector 'local' does not run on the locations of another deployment"],
  ]);
  expect((await read(`${text}  b: { type: cluster, config: { host: h }, wraps: a }\n`)).warnings).toEqual([]);
});

describe("options of plugins", () => {
  const textOf = (options: string): string => `version: v1.0\nplugins:\n  - plugin: cluster\n    options: ${options}\n`;

  test("that have a manifest are checked with their places, and completed", async () => {
    expect(await faultsOf(textOf("{ levl: 2, token: 7 }"))).toEqual([
      "4:16 PLUGIN_OPTIONS plugin cluster: unknown option 'levl' | Did you mean 'level'?",
      "4:32 PLUGIN_OPTIONS plugin cluster: option 'token' must be string",
    ]);
    const { environment } = await read(textOf('{ level: "${env:LEVEL}" }'), { variables: { LEVEL: "3" } });
    expect(environment.plugins?.[0]?.options).toEqual({ level: 3 });
    expect((await read(textOf("{ token: t }"))).environment.plugins?.[0]?.options).toEqual({ level: 1, token: "t" });
  });
});
