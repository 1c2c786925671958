import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as contracts from "@sluice/contracts";
import * as cwl from "@sluice/contracts/cwl";

const sources = join(import.meta.dirname, "../../../packages/contracts/src");
const exported: Readonly<Record<string, unknown>> = { ...contracts, ...cwl };

/** What is declared with a name: methods with what they answer, and what else has them. */
interface Declared {
  readonly methods: readonly (readonly [name: string, answer: string])[];
  readonly others: readonly string[];
}

/** Methods that the language itself declares. */
const closings: Readonly<Record<string, Declared>> = {
  AsyncDisposable: { methods: [["[Symbol.asyncDispose]", ""]], others: [] },
  Disposable: { methods: [["[Symbol.dispose]", ""]], others: [] },
};

/**
 * Every method of every extension point as the contracts declare them, by the way that leads there: `connector create.submit` is what
 * the connector has that a factory makes.
 */
export function contractMethods(): string[] {
  const text = readSources("**/*.ts");
  const declared = declarations(text);
  const points = [...text.matchAll(/^export const (\w+): ExtensionPoint<(\w+)> =/gm)].map(
    ([, name = "", type = ""]) => ({ id: (exported[name] as { readonly id: string }).id, type }),
  );
  const methodsOf = (type: string): Declared["methods"] => {
    const { methods, others } = declared.get(type) ?? closings[type] ?? { methods: [], others: [] };
    return [...methods, ...others.flatMap(methodsOf)];
  };
  const madeBy = (answer: string): string | undefined => words(answer).find((type) => methodsOf(type).length > 0);
  const products = points.map(({ type }) => methodsOf(type).find(([name]) => name === "create")?.[1] ?? "").map(madeBy);
  return points.flatMap(({ id, type }, index) => {
    const walk = (of: string, above: string, stop: readonly (string | undefined)[]): string[] =>
      methodsOf(of).flatMap(([name, answer]) => {
        const path = above === "" ? name : `${above}.${name}`;
        const made = madeBy(answer);
        return [
          `${id} ${path}`,
          ...(made === undefined || stop.includes(made) ? [] : walk(made, path, [...stop, made])),
        ];
      });
    // What another point makes is tried there.
    return walk(type, "", products.toSpliced(index, 1));
  });
}

/** Names of the hooks. */
export function contractHooks(): string[] {
  const text = readSources("hooks.ts");
  const body = /^export interface HookMap \{\n([\s\S]*?)^\}/m.exec(text)?.[1] ?? "";
  return [...body.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name = ""]) => name);
}

/** What is declared, without comments and empty lines. */
function readSources(pattern: string): string {
  const texts = globSync(pattern, { cwd: sources }).map((file) => readFileSync(join(sources, file), "utf8"));
  return texts.join("\n").replaceAll(/^ *\/\*\*[\s\S]*?\*\/\n|^ *\/\/.*\n/gm, "");
}

function declarations(text: string): Map<string, Declared> {
  const interfaces = text.matchAll(/^export interface (\w+)(?: extends ([^{]+))? \{\n([\s\S]*?)^\}/gm);
  const unions = text.matchAll(/^export type (\w+) = ([\w |]+);/gm);
  return new Map<string, Declared>([
    ...[...interfaces].map(
      ([, name = "", others = "", body = ""]) => [name, { methods: methodsIn(body), others: words(others) }] as const,
    ),
    ...[...unions].map(([, name = "", parts = ""]) => [name, { methods: [], others: words(parts) }] as const),
  ]);
}

function methodsIn(body: string): (readonly [string, string])[] {
  const members = body.split(/(?<=;)\n(?= {2}[\w[])/);
  return members.flatMap((member) => {
    const name = /^ {2}(\w+)\??\(/.exec(member)?.[1];
    return name === undefined ? [] : [[name, member.slice(member.lastIndexOf("): ") + 3)] as const];
  });
}

function words(text: string): string[] {
  return text.match(/\w+/g) ?? [];
}
