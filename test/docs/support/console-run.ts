import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { quote } from "@sluice/connector-kit";
import { buildOnce } from "../../../packages/cli/test/support/built-command.ts";
import type { Block, Document } from "./document.ts";
import { root } from "./documents.ts";
import { place } from "./written-examples.ts";

/** What a document shows of a command, and what came of it. */
export interface Tried {
  readonly at: string;
  readonly command: string;
  readonly shown: string;
  readonly printed: string;
  readonly isSame: boolean;
}

/** Whether a block is to be tried: `console run`. */
export function isRun({ language, words }: Block): boolean {
  return language === "console" && words[0] === "run";
}

/**
 * Does what a document says, from its first line to its last, in a folder of its own: files that it names are written, commands of
 * blocks marked `console run` are run. `console run FOLDER` begins in a copy of a folder of the repository.
 */
export function tryDocument(document: Document): readonly Tried[] {
  buildOnce();
  const home = realpathSync(mkdtempSync(join(tmpdir(), "sluice-docs-run-")));
  try {
    symlinkSync(join(root, "node_modules"), join(home, "node_modules"));
    writeFileSync(join(home, "package.json"), '{ "private": true, "type": "module" }\n');
    const environment = environmentIn(home);
    const tried: Tried[] = [];
    let cwd = home;
    for (const block of document.blocks) {
      if (block.name !== undefined && ["ts", "yaml"].includes(block.language)) {
        mkdirSync(dirname(join(cwd, block.name)), { recursive: true });
        writeFileSync(join(cwd, block.name), block.text);
      }
      if (!isRun(block)) continue;
      const [, from] = block.words;
      if (from !== undefined) cwd = copyOf(from, home);
      for (const { command, shown, line } of commandsOf(block)) {
        const [, into] = /^cd (\S+)$/.exec(command) ?? [];
        if (into !== undefined) {
          cwd = resolve(cwd, into);
          continue;
        }
        const { stdout } = spawnSync("/bin/sh", ["-c", `{ ${command}\n} 2>&1`], {
          cwd,
          encoding: "utf8",
          env: environment,
        });
        const printed = stdout.replaceAll(`${home}/`, "/home/me/").trimEnd();
        const isSame = wrapsOtherwise(home)
          ? matches(folded(shown), folded(stdout).replaceAll(`${home}/`, "/home/me/"))
          : matches(shown, printed);
        tried.push({ at: place({ document, block }, line), command, shown, printed, isSame });
      }
    }
    return tried;
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Examples keep their place among the others, which they may name. */
function copyOf(folder: string, home: string): string {
  const parent = dirname(folder);
  if (!existsSync(join(home, parent))) cpSync(join(root, parent), join(home, parent), { recursive: true });
  return join(home, folder);
}

function commandsOf({ text }: Block): { readonly command: string; readonly shown: string; readonly line: number }[] {
  const commands: { command: string; shown: string; line: number }[] = [];
  for (const [index, each] of text.split("\n").entries()) {
    const command = /^\$ (.*?)(?:\s+#.*)?$/.exec(each)?.[1];
    const last = commands.at(-1);
    if (command !== undefined) commands.push({ command, shown: "", line: index + 1 });
    else if (last) last.shown += `${each}\n`;
  }
  return commands.map((each) => ({ ...each, shown: each.shown.trimEnd() }));
}

/** Where the path of the folder is long or has spaces, texts that name it break elsewhere. */
function wrapsOtherwise(home: string): boolean {
  return home.length > 40 || /\s/.test(home);
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** `…` stands for anything in a line, and alone on a line for any lines. */
function matches(shown: string, printed: string): boolean {
  const lines = shown.split("\n").map((line) =>
    line === "…"
      ? "(?:.*\n)*?.*"
      : line
          .split("…")
          .map((part) => RegExp.escape(part))
          .join(".*"),
  );
  return new RegExp(`^${lines.join("\n")}$`).test(printed.replaceAll(/[ \t]+$/gm, ""));
}

/**
 * Commands that an author types, without a network: `npm create` is the generator of this repository, and `npm install` has nothing to do
 * because packages are found through a link. `scripts/author-journey.ts` does the same with packed packages.
 */
function environmentIn(home: string): NodeJS.ProcessEnv {
  const bin = join(home, ".bin");
  mkdirSync(bin);
  const own = Object.entries(process.env).filter(
    ([key]) => !/^(npm_|INIT_CWD$|VITEST|NODE_ENV$|NODE_OPTIONS$|SLUICE_)/i.test(key),
  );
  const path = [bin, join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  const npm =
    process.env["PATH"]?.split(delimiter).find((folder) => folder !== "" && existsSync(join(folder, "npm"))) ?? "";
  const script = [
    "#!/bin/sh",
    `case "$1 $2" in`,
    `  "create sluice-plugin") shift 2; [ "$2" = -- ] && { name=$1; shift 2; set -- "$name" "$@"; }; exec node ${quote(join(root, "packages/create-sluice-plugin/bin/create-sluice-plugin.js"))} "$@" ;;`,
    `  "install ") exit 0 ;;`,
    `esac`,
    `exec ${quote(join(npm, "npm"))} --loglevel=error "$@"`,
  ];
  writeFileSync(join(bin, "npm"), `${script.join("\n")}\n`);
  chmodSync(join(bin, "npm"), 0o755);
  writeFileSync(join(bin, "npx"), '#!/bin/sh\nexec "$@"\n');
  chmodSync(join(bin, "npx"), 0o755);
  return {
    ...Object.fromEntries(own),
    PATH: path,
    SLUICE_HOME: join(home, ".sluice"),
    XDG_DATA_HOME: join(home, ".data"),
    TZ: "UTC",
  };
}
