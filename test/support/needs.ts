import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "vitest";

/** What a test needs of the machine beside Node.js. */
export interface Need {
  readonly isThere: boolean;
  /** What is wanting and how to get it, for whoever reads the list of skipped tests. */
  readonly note: string;
}

/** What a user must be able to read to run the commands: the build obeys the umask. */
const commands = join(import.meta.dirname, "../../packages/cli/dist/bin/main.js");
const isRoot = process.getuid?.() === 0;
const succeeds = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const once = (note: string, look: () => boolean): Need => {
  let found: boolean | undefined;
  return {
    note,
    get isThere() {
      return (found ??= look());
    },
  };
};
const shared = (folder: string): string => join(import.meta.dirname, "../../../shared/conformance", folder);

/** Words before a command that make an ordinary user run it: permissions do not hold for root. */
export const asOrdinaryUser = isRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];

/** Folder of the CWL project's tests. */
export const suiteFolder = process.env["CWL_CONFORMANCE"] ?? shared("v1.2");
/** Folder of the texts of the specifications. */
export const specificationFolder = process.env["SLUICE_SPECIFICATION"] ?? shared("spec");

export const needs = {
  linux: once("needs /proc, which Linux has", () => existsSync("/proc/self/fd")),
  root: once(
    "needs root, who can act for another user: run the tests as root, in a container for instance",
    () => isRoot,
  ),
  ordinaryUser: once(
    "needs an ordinary user who can read the clone and the temporary folder: run the tests as one, or install util-linux (setpriv)",
    () => !isRoot || succeeds("setpriv", ...asOrdinaryUser.slice(1), "test", "-r", commands, "-a", "-x", tmpdir()),
  ),
  otherUser: once(
    "needs root, and a clone and a temporary folder that others can read: run the tests as root, with the umask 022",
    () =>
      isRoot && succeeds("setpriv", ...asOrdinaryUser.slice(1), "test", "-x", process.execPath, "-a", "-x", tmpdir()),
  ),
  mounts: once(
    "needs a mount namespace: install util-linux, and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)",
    () => succeeds("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"),
  ),
  namespaces: once(
    "needs namespaces of processes: install util-linux, and run the tests as root, in a container for instance",
    () => succeeds("unshare", "--pid", "--fork", "--mount-proc", "--uts", "true"),
  ),
  suite: once(`needs the tests of the CWL project in ${suiteFolder}: set CWL_CONFORMANCE to where they are`, () =>
    existsSync(join(suiteFolder, "tests")),
  ),
  specification: once(
    `needs the texts of the CWL specification in ${specificationFolder}: set SLUICE_SPECIFICATION to where they are`,
    () => existsSync(specificationFolder),
  ),
  pyYaml: once("needs python3 with PyYAML and libyaml: install python3-yaml", () =>
    succeeds("python3", "-c", "import yaml; yaml.CBaseLoader"),
  ),
} as const satisfies Readonly<Record<string, Need>>;

/** A test that is skipped, and listed with the reason, where what it needs is not there. */
export function testWith(
  need: Need,
  name: string,
  body: (context: TestContext) => void | Promise<void>,
  options: { readonly timeout?: number } = {},
): void {
  test(name, options, async (context) => {
    context.skip(!need.isThere, need.note);
    await body(context);
  });
}

/** Tests that cannot even be counted where what they need is not there: then one stands for all of them. */
export function describeWith(need: Need, name: string, body: () => void): void {
  if (need.isThere) describe(name, body);
  else test(name, (context) => context.skip(need.note));
}
