/**
 * Lets a bundle take modules of Node when it needs them. An `import` of one reads all its exports, and so loads what the module
 * itself loads late: a fifth of the time of a short command.
 */
import type { Plugin } from "rolldown";

/** Modules that load much, and of which a short command often needs nothing: their functions and classes fetch them. */
const late = new Set([
  "child_process",
  "crypto",
  "fs/promises",
  "http",
  "https",
  "sqlite",
  "stream",
  "stream/promises",
  "timers/promises",
  "v8",
  "worker_threads",
  "zlib",
]);

const statement = /^import (?:(\w+|\* as \w+)|\{([^}]*)\}) from "node:([\w/]+)";$/gm;

/** The plugin of the bundler. Each statement stays one line, so that source maps hold. */
export function lateBuiltins(): Plugin {
  return {
    name: "late-builtins",
    renderChunk: (code) => ({
      code: code
        .replace(statement, (_, whole: string | undefined, names: string | undefined, module: string) =>
          whole === undefined
            ? replaceNames((names ?? "").split(","), module, code)
            : `const ${whole.replace("* as ", "")} = ${builtin(module)};`,
        )
        // The global is a module, too, and most of it is about something else.
        .replaceAll("performance.now()", "(process.uptime() * 1e3)"),
      map: null,
    }),
  };
}

function replaceNames(names: readonly string[], module: string, code: string): string {
  const now: string[] = [];
  const wrappers: string[] = [];
  for (const each of names) {
    const [name = "", local = name] = each.trim().split(" as ");
    const kind = late.has(module) ? kindOf(name, local, module, code) : "value";
    const fetched = `${builtin(module)}.${name}`;
    if (kind === "function") wrappers.push(`function ${local}(...args) { return ${fetched}(...args); }`);
    else if (kind === "class") wrappers.push(`function ${local}(...args) { return new (${fetched})(...args); }`);
    else now.push(name === local ? name : `${name}: ${local}`);
  }
  const taken = now.length === 0 ? "" : `const { ${now.join(", ")} } = ${builtin(module)};`;
  return [taken, ...wrappers].join(" ");
}

/** A class counts as one where it is only made: what extends it or compares with it needs the class itself. */
function kindOf(name: string, local: string, module: string, code: string): "function" | "class" | "value" {
  const exported = process.getBuiltinModule(`node:${module}`) as Readonly<Record<string, unknown>>;
  if (typeof exported[name] !== "function") return "value";
  if (!/^[A-Z]/.test(name)) return "function";
  const uses = code.match(new RegExp(`(?<![\\w$.])${local.replaceAll("$", "\\$")}(?![\\w$])`, "g"))?.length;
  const made = code.match(new RegExp(`(?<![\\w$.])new ${local.replaceAll("$", "\\$")}\\(`, "g"))?.length ?? 0;
  // The statement itself has the name once, or twice: `X as X$1` is not the same name.
  return uses === made + 1 ? "class" : "value";
}

function builtin(module: string): string {
  return `process.getBuiltinModule("node:${module}")`;
}
