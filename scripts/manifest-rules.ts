/** What every package.json of the workspace has in common. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestMayName } from "./layers.ts";
import type { WorkspacePackage } from "./workspace.ts";

const same = ["version", "license", "type", "engines"];

export function manifestFaults(root: string, all: readonly WorkspacePackage[]): string[] {
  const model = all.find(({ folder }) => folder === "packages/contracts")?.manifest;
  if (model === undefined) return ["packages/contracts/package.json is missing"];
  return all.flatMap((entry) => [
    ...same
      .filter((field) => JSON.stringify(entry.manifest[field]) !== JSON.stringify(model[field]))
      .map((field) => `${entry.folder}/package.json: ${field} differs from that of contracts`),
    ...dependencyFaults(entry, all),
    ...exportFaults(root, entry),
    ...fileFaults(root, entry),
    ...referenceFaults(root, entry, all),
  ]);
}

/** Versions move in lockstep, and only packages of a lower layer are named. */
function dependencyFaults({ folder, manifest }: WorkspacePackage, all: readonly WorkspacePackage[]): string[] {
  return Object.entries(manifest.dependencies ?? {}).flatMap(([name, range]) => {
    const target = all.find((other) => other.manifest.name === name);
    if (target === undefined) return [];
    const faults: string[] = [];
    if (range !== target.manifest.version) {
      faults.push(`${folder}/package.json: ${name} must be ${target.manifest.version}, is ${range}`);
    }
    if (!manifestMayName(folder).includes(name)) faults.push(`${folder}/package.json: may not depend on ${name}`);
    return faults;
  });
}

function exportFaults(root: string, { folder, manifest }: WorkspacePackage): string[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    if (subpath === "./package.json") return [];
    const where = `${folder}/package.json: exports["${subpath}"]`;
    if (typeof target === "string") return [`${where} must name source, types and default`];
    const source = target["@sluice/source"] ?? "";
    const stem = source.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "");
    const faults: string[] = [];
    if (source === "" || !existsSync(join(root, folder, source))) faults.push(`${where} has no source file`);
    if (target["types"] !== stem + ".d.ts" || target["default"] !== stem + ".js") {
      faults.push(`${where} must map to ${stem}.d.ts and ${stem}.js`);
    }
    return faults;
  });
}

function fileFaults(root: string, { folder, manifest }: WorkspacePackage): string[] {
  const expected = ["README.md", "LICENSE", ...Object.values(manifest.bin ?? {})];
  const faults = expected
    .filter((file) => !existsSync(join(root, folder, file)))
    .map((file) => `${folder}/${file} is missing`);
  const license = join(root, folder, "LICENSE");
  if (existsSync(license) && readFileSync(license, "utf8") !== readFileSync(join(root, "LICENSE"), "utf8")) {
    faults.push(`${folder}/LICENSE differs from the one of the repository`);
  }
  return faults;
}

/** `tsc -b` must know what npm knows. */
function referenceFaults(
  root: string,
  { folder, manifest }: WorkspacePackage,
  all: readonly WorkspacePackage[],
): string[] {
  const references = referencesOf(join(root, folder, "tsconfig.json")).map((path) => path.replace("../", "packages/"));
  const needed = all
    .filter((other) => other.manifest.name in (manifest.dependencies ?? {}))
    .map((other) => other.folder);
  const built = referencesOf(join(root, "tsconfig.build.json"));
  return [
    ...needed
      .filter((other) => !references.includes(other))
      .map((other) => `${folder}/tsconfig.json: no reference to ${other}`),
    ...(built.includes(folder) ? [] : [`tsconfig.build.json: no reference to ${folder}`]),
  ];
}

function referencesOf(file: string): string[] {
  const config = JSON.parse(readFileSync(file, "utf8")) as {
    readonly references?: readonly { readonly path: string }[];
  };
  return (config.references ?? []).map((reference) => reference.path);
}
