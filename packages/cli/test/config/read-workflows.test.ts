import { isSluiceError, type SluiceErrorList } from "@sluice/contracts";
import { parseYaml, SourceText } from "@sluice/cwl/yaml";
import { describe, expect, test } from "vitest";
import { looksLikeConfig } from "../../src/config/read-config.ts";
import { readWorkflows } from "../../src/config/read-workflows.ts";
import type { ConfiguredWorkflow } from "../../src/config/workflow-config.ts";

function read(text: string): readonly ConfiguredWorkflow[] {
  return readWorkflows(parseYaml(new SourceText("file:///project/sluice.yml", text)), "/project");
}

/** Every fault as `line:column message`. */
function faultsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const errors = "errors" in error ? (error as SluiceErrorList).errors : [error];
    return errors.map(
      ({ code, message, position }) => `${position?.line ?? 0}:${position?.column ?? 0} ${code} ${message}`,
    );
  }
  return [];
}

const good = `version: v1.0
workflows:
  align:
    type: cwl
    config:
      file: cwl/align.cwl#main
      settings: job.yml
    bindings:
      - step: /sort
        target: { deployment: scratch, workdir: /tmp/sort }
      - step: /
        target: [{ deployment: local }, { deployment: scratch, locations: 1 }]
deployments:
  scratch: { type: local, workdir: work, lazy: false }
`;

describe("a good file", () => {
  test("has its paths resolved against its folder", () => {
    expect(read(good)).toEqual([
      {
        name: "align",
        document: "/project/cwl/align.cwl#main",
        settings: "/project/job.yml",
        environment: {
          configDir: "/project",
          deployments: [
            { name: "scratch", type: "local", config: {}, external: false, lazy: false, workdir: "/project/work" },
          ],
          bindings: [
            { step: "/sort", targets: [{ deployment: "scratch", locations: 1, workdir: "/tmp/sort" }], filters: [] },
            {
              step: "/",
              targets: [
                { deployment: "local", locations: 1 },
                { deployment: "scratch", locations: 1 },
              ],
              filters: [],
            },
          ],
        },
      },
    ]);
  });

  test("may name a document elsewhere", () => {
    expect(read(good.replace("cwl/align.cwl#main", "https://example.org/a.cwl"))[0]?.document).toBe(
      "https://example.org/a.cwl",
    );
  });

  test("is told from a CWL document", () => {
    expect(looksLikeConfig("a.yml", good)).toBe(true);
    expect(looksLikeConfig("a.cwl", good)).toBe(false);
    expect(looksLikeConfig("a.yml", "cwlVersion: v1.2\nclass: Workflow\n")).toBe(false);
    expect(looksLikeConfig("a.json", '{ "version": "v1.0",\n "workflows": {} }')).toBe(true);
  });
});

describe("every fault is told with its place", () => {
  test.each([
    ["version: v1.0", "version: v2", ["1:10 CONFIG_INVALID version must be v1.0; got 'v2'"]],
    ["version: v1.0", "# none", ["2:1 CONFIG_INVALID the file needs the key 'version'"]],
    ["type: cwl", "type: snakemake", ["4:11 CONFIG_INVALID workflows.align.type must be cwl; got 'snakemake'"]],
    [
      "file: cwl/",
      "fil: cwl/",
      [
        "6:7 CONFIG_INVALID unknown key 'workflows.align.config.fil'",
        "6:7 CONFIG_INVALID workflows.align.config needs the key 'file'",
      ],
    ],
    [
      "settings: job.yml",
      "docker: []",
      ["7:7 CONFIG_INVALID this build does not support 'workflows.align.config.docker' yet"],
    ],
    [
      "- step: /sort",
      "- step: sort",
      ["9:15 CONFIG_INVALID workflows.align.bindings[0].step must be a path that begins with '/'; got 'sort'"],
    ],
    [
      "deployment: scratch, workdir",
      "deployment: scrach, workdir",
      ["10:31 CONFIG_INVALID there is no deployment 'scrach'"],
    ],
    [
      "locations: 1",
      "locations: 2",
      [
        "12:75 CONFIG_INVALID this build supports one location for each job only; workflows.align.bindings[1].target.locations must be 1",
      ],
    ],
    ["type: local", "type: ssh", ["14:20 CONFIG_INVALID this build has no deployments of type 'ssh'"]],
    ["lazy: false", "lazy: 1", ["14:48 CONFIG_INVALID deployments.scratch.lazy must be true or false; got 1"]],
    ["deployments:", "database: {}\ndeployments:", ["13:1 CONFIG_INVALID this build does not support 'database' yet"]],
    [
      "  scratch:",
      "  Scratch: { type: local }\n  scratch:",
      ["14:3 CONFIG_INVALID 'Scratch' cannot be a name in deployments"],
    ],
  ])("%j made %j", (from, to, faults) => {
    expect(faultsOf(good.replace(from, to))).toEqual(faults);
  });

  test("also in a file of the wrong shape", () => {
    expect(faultsOf("[workflows]")).toEqual(["1:1 CONFIG_INVALID the file must be a mapping"]);
    expect(faultsOf("version: v1.0\nworkflows: {}")).toEqual(["0:0 CONFIG_INVALID the file has no workflows"]);
    expect(faultsOf("version: v1.0\nworkflows: 7")).toEqual(["2:12 CONFIG_INVALID workflows must be a mapping"]);
  });
});
