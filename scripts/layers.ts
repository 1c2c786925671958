/** Who may import whom: the table of docs/architecture.md, and the check of one source file against it. */
import { posix } from "node:path";

export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly dynamic: boolean;
}

const graphOnly = ["@sluice/contracts", "@sluice/core/graph"];

/** Workspace packages that the sources of a package may import; a name covers its subpaths. */
const packageMayImport: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  "connector-kit": ["@sluice/contracts"],
  core: ["@sluice/contracts"],
  cwl: graphOnly,
  tasks: graphOnly,
  models: graphOnly,
  testkit: ["@sluice/contracts"],
  "create-sluice-plugin": [],
  web: ["@sluice/contracts"],
  cli: [
    "@sluice/contracts",
    "@sluice/connector-kit",
    "@sluice/core",
    "@sluice/cwl",
    "@sluice/tasks",
    "@sluice/models",
    "@sluice/web",
  ],
};
const pluginMayImport = ["@sluice/contracts", "@sluice/connector-kit"];

const belowSiblings = ["answers", "hooks", "plugins", "graph"];
const siblings = ["schedule", "deploy", "data", "persist", "recover"];

/**
 * Folders of packages/core/src that a folder of it may import besides itself. Built-ins are written like plugins, on
 * contracts and the connector kit; only their list knows the managers of core.
 */
const coreMayImport: Readonly<Record<string, readonly string[]>> = {
  answers: [],
  hooks: ["answers"],
  plugins: ["answers", "hooks"],
  graph: ["answers", "hooks", "plugins"],
  ...Object.fromEntries(siblings.map((folder) => [folder, belowSiblings])),
  builtin: [],
  "builtin/extensions.ts": siblings,
  secrets: belowSiblings,
  engine: [...belowSiblings, ...siblings],
};
/** At the top: what may import everything, and what everything but the machine may import. */
const coreTop = [
  "index.ts",
  "listing.ts",
  "create-engine.ts",
  "create-host.ts",
  "open-managers.ts",
  "observe-managers.ts",
];
const coreLeaves = [
  "version.ts",
  "null-logger.ts",
  "closing-errors.ts",
  "late-context.ts",
  "boot-id.ts",
  "find-process.ts",
  "give-way.ts",
  "make-folders.ts",
  "remove-tree.ts",
  "timers.ts",
  "temporary-folders.ts",
];

/** The imports of a TypeScript source, type imports and dynamic ones included; comments do not count. */
export function importsOf(source: string): Import[] {
  const literalOrComment = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  const code = source.replace(literalOrComment, (text, literal?: string) => literal ?? text.replace(/[^\n]/g, " "));
  const statement =
    /(?:^|[;}\s])(?:import|export)\s[^"'`;()]*?from\s*["']([^"']+)["']|(?:^|[;\s])import\s*["']([^"']+)["']|\bimport\s*\(\s*["']([^"']+)["']/g;
  return [...code.matchAll(statement)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? "",
    line: code.slice(0, match.index + match[0].length).split("\n").length,
    dynamic: match[3] !== undefined,
  }));
}

/** The workspace packages that the manifest in `folder`, such as `packages/core`, may name. */
export function manifestMayName(folder: string): readonly string[] {
  const [area = "", owner = ""] = folder.split("/");
  if (area === "plugins") return pluginMayImport;
  if (owner === "core") return ["@sluice/contracts", "@sluice/connector-kit"];
  return (packageMayImport[owner] ?? []).map((name) => name.split("/").slice(0, 2).join("/"));
}

/** What is wrong with the imports of one source file of a package or plugin; `file` is relative to the repository. */
export function layerFaults(file: string, source: string): string[] {
  const [area = "", owner = "", , ...inside] = file.split("/");
  const faults: string[] = [];
  const allowed = area === "plugins" ? pluginMayImport : packageMayImport[owner];
  if (allowed === undefined) return [`${file}: packages/${owner} has no place in scripts/layers.ts`];
  const within = inside.join("/");
  if (owner === "core" && area === "packages") faults.push(...placeFault(file, within));
  for (const entry of importsOf(source)) {
    const reason = entry.specifier.startsWith(".")
      ? relativeFault(`${area}/${owner}/src`, file, entry.specifier)
      : packageFault(area, owner, within, entry, allowed);
    if (reason !== undefined) faults.push(`${file}:${entry.line}: may not import ${entry.specifier}: ${reason}`);
  }
  return faults;
}

function placeFault(file: string, within: string): string[] {
  const folder = topFolder(within);
  const known = folder === undefined ? [...coreTop, ...coreLeaves].includes(within) : folder in coreMayImport;
  return known ? [] : [`${file}: ${folder ?? within} has no place among the layers of core in scripts/layers.ts`];
}

function packageFault(
  area: string,
  owner: string,
  within: string,
  entry: Import,
  allowed: readonly string[],
): string | undefined {
  const { specifier, dynamic } = entry;
  if (owner === "contracts" && area === "packages") return "contracts imports nothing";
  if (isMachine(area, owner, within) && !covers("@sluice/contracts", specifier)) {
    return "the machine is pure: contracts and graph only";
  }
  if (!isWorkspacePackage(specifier)) return undefined;
  if (allowed.some((name) => covers(name, specifier))) return undefined;
  if (owner === "core" && covers("@sluice/connector-kit", specifier)) {
    return /^(builtin|data|recover)\//.test(within) ? undefined : "only core/src/builtin, data and recover may";
  }
  if (owner === "cli" && area === "packages") return dynamic ? undefined : "plugins are imported dynamically only";
  return `${owner} may import ${allowed.join(", ")}`;
}

function relativeFault(src: string, file: string, specifier: string): string | undefined {
  const target = posix.normalize(posix.join(posix.dirname(file), specifier));
  if (!target.startsWith(src + "/")) return "it lies outside the sources of this package";
  if (src !== "packages/core/src") return undefined;
  const from = file.slice(src.length + 1);
  const to = target.slice(src.length + 1);
  const folder = topFolder(from);
  if (isMachine("packages", "core", from) && !isMachine("packages", "core", to) && topFolder(to) !== "graph") {
    return "the machine is pure: contracts and graph only";
  }
  if (coreTop.includes(from) || coreLeaves.includes(to) || (folder ?? "") === topFolder(to)) return undefined;
  const allowed = coreMayImport[from] ?? coreMayImport[folder ?? ""] ?? [];
  if (allowed.includes(topFolder(to) ?? "")) return undefined;
  return `inside core, ${folder ?? from} may import ${allowed.join(", ") || "only itself"}`;
}

function isMachine(area: string, owner: string, within: string): boolean {
  return area === "packages" && owner === "core" && /^engine\/machine[^/]*(\/|$)/.test(within);
}

function topFolder(within: string): string | undefined {
  return within.includes("/") ? within.split("/")[0] : undefined;
}

function covers(name: string, specifier: string): boolean {
  return specifier === name || specifier.startsWith(name + "/");
}

function isWorkspacePackage(specifier: string): boolean {
  return covers("sluice", specifier) || specifier.startsWith("@sluice/") || specifier.startsWith("sluice-plugin-");
}
