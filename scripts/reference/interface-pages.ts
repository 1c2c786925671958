import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../workspace.ts";
import { code, head, page, row, type Page } from "./page.ts";

const folder = "packages/contracts/src";

/** The families of interfaces, with the files of the contracts that make them up. */
const families: readonly {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly files: readonly string[];
}[] = [
  {
    name: "context",
    title: "Context and lifecycle",
    about: "How an extension reaches the engine, and when it lives.",
    files: ["context", "manager", "run-projection", "logger", "redact-fields"],
  },
  {
    name: "plugins",
    title: "Plugins and hooks",
    about: "How extensions are declared, and what hooks get.",
    files: ["plugin", "plugin-manifest", "extension-point", "extension-details", "json-schema", "hooks", "report"],
  },
  {
    name: "workflow",
    title: "Workflow",
    about: "Workflows, steps, ports, tokens and operations.",
    files: ["exact-number", "workflow", "step", "port", "token", "tag", "operation", "frontend", "file-value"],
  },
  {
    name: "deployment",
    title: "Deployment",
    about: "Environments, what is bound to them, and the jobs that run there.",
    files: [
      "connector",
      "deployment-manager",
      "deployment-config",
      "location",
      "location-files",
      "utf8-text",
      "target",
      "binding",
      "binding-filter",
      "job",
      "job-folder",
      "hardware",
    ],
  },
  {
    name: "data",
    title: "Data",
    about: "Moving data, and keeping results.",
    files: ["data-manager", "data-location", "transfer-scheme", "cache-store"],
  },
  {
    name: "persistence",
    title: "Persistence",
    about: "The journal of a run.",
    files: ["database", "run-event", "input-stamp", "event-codec", "status"],
  },
  {
    name: "scheduling",
    title: "Scheduling",
    about: "Where and when jobs run.",
    files: ["scheduler", "policy", "executor"],
  },
  {
    name: "recovery",
    title: "Recovery",
    about: "Failures and checkpoints.",
    files: ["failure-manager", "checkpoint-manager", "errors", "shortage", "nearest-name"],
  },
  {
    name: "command-line",
    title: "Command line",
    about: "Sub-commands, reporters and secrets.",
    files: ["command", "run-reporter", "run-progress", "secret-store"],
  },
  { name: "cwl", title: "CWL", about: "What only the CWL front-end asks for.", files: ["cwl/docker-translator"] },
];

/** Files that no author needs to look up: plain types that are shown wherever they matter. */
const left = new Set([
  "index",
  "error-codes",
  "json",
  "source-position",
  "cwl/index",
  "event-upcasters",
  "event-shapes",
  "cut-text",
]);

/** Every interface of the contracts, a page for each family, in the words of the contracts. */
export function interfacePages(): readonly Page[] {
  const placed = new Set([...families.flatMap(({ files }) => files), ...left]);
  const lost = contractFiles().filter((file) => !placed.has(file));
  if (lost.length > 0) throw new Error(`scripts/reference/interface-pages.ts has no family for ${lost.join(", ")}`);
  const overview = [
    "The contracts of Sluice: what a plugin implements, and what it gets. They are the TypeScript of `@sluice/contracts`, where",
    "the documentation is part of the contract.",
    "",
    ...head("family", "about"),
    ...families.map(({ name, title, about }) => row(`[${title}](${name}.md)`, about)),
  ];
  return [
    page("interfaces/README", "Interfaces", folder, overview),
    ...families.map(({ name, title, about, files }) =>
      page(`interfaces/${name}`, title, folder, [about, ...files.flatMap(section)]),
    ),
  ];
}

function contractFiles(): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
}

function section(file: string): string[] {
  const path = `${folder}/${file}.ts`;
  const source = readFileSync(join(root, path), "utf8");
  // Imports end before the first line that is no part of one.
  const body = source.replace(/^(?:import\s[^;]*;\n)+\n?/, "").trim();
  return ["", `## ${file}`, "", `From [${code(path)}](../../../${path}).`, "", "```ts", body, "```"];
}
