/**
 * The public API of a package, read from its emitted declarations: what the entry point exports, followed through
 * `export … from`, without comments. `@experimental` and `@deprecated` stay, because removing them is a promise.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

interface Statement {
  readonly names: readonly string[];
  readonly text: string;
}

/** The declarations that the entry point `entry` (a `.d.ts` file) makes public, grouped by file. */
export function apiSnapshot(entry: string): string {
  const parts = new Map<string, Set<string>>();
  collect(entry, "all", dirname(entry), parts);
  return [...parts]
    .filter(([, statements]) => statements.size > 0)
    .map(([file, statements]) => `// ${file}\n${[...statements].join("\n")}\n`)
    .join("\n");
}

function collect(
  file: string,
  wanted: "all" | ReadonlySet<string>,
  base: string,
  parts: Map<string, Set<string>>,
): void {
  const label = relative(base, file);
  const kept = parts.get(label) ?? new Set<string>();
  const fresh = !parts.has(label);
  parts.set(label, kept);
  for (const { names, text } of statementsOf(readFileSync(file, "utf8"))) {
    const from = /^export (?:type )?(\*(?: as \w+)?|\{[^}]*\}) from "([^"]+)";/.exec(text);
    const source = from?.[2]?.startsWith(".") === true ? declarationsOf(file, from[2]) : undefined;
    if (source === undefined) {
      if (wanted === "all" ? text.startsWith("export") : names.some((name) => wanted.has(name))) kept.add(text);
    } else if (from?.[1] === "*") {
      if (fresh || wanted !== "all") collect(source, wanted, base, parts);
    } else {
      const listed = new Set(localNames(from?.[1] ?? ""));
      if (/^\*| as /.test(from?.[1] ?? "")) kept.add(text);
      collect(source, from?.[1]?.startsWith("*") === true ? "all" : listed, base, parts);
    }
  }
}

/** Top-level statements, in the regular shape in which tsc emits them: each starts in the first column. */
function statementsOf(source: string): Statement[] {
  const marked = source.replace(/[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n?/g, (comment) => {
    const tags = [...comment.matchAll(/@(experimental|deprecated)\b/g)].map((match) => `@${match[1]}`);
    return tags.length === 0 ? "" : `/** ${tags.join(" ")} */ `;
  });
  const code = marked.replace(/^\/\/.*\n?/gm, "");
  return code
    .split(/\n(?=(?:\/\*\* @.*\*\/ )?(?:export|declare|import|interface|type)\b)/)
    .map((text) => text.trim())
    .filter((text) => text !== "" && text !== "export {};" && !text.startsWith("import "))
    .map((text) => ({ text, names: declaredNames(text) }));
}

function declaredNames(text: string): string[] {
  const name =
    /^(?:\/\*\*.*?\*\/ )?(?:export )?(?:declare )?(?:abstract )?(?:const|let|function|class|interface|type|namespace) (\w+)/.exec(
      text,
    )?.[1];
  return name === undefined ? [] : [name];
}

function localNames(list: string): string[] {
  return list
    .replace(/[{}]/g, "")
    .split(",")
    .map((name) => name.trim().replace(/^type /, ""))
    .map((name) => name.split(" as ")[0] ?? "")
    .filter((name) => name !== "");
}

function declarationsOf(from: string, specifier: string): string | undefined {
  const path = join(dirname(from), specifier).replace(/\.[jt]s$/, ".d.ts");
  return existsSync(path) ? path : undefined;
}
