import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { offsetInScalar, readDocumentBytes, type YamlNode, type YamlScalar } from "@sluice/cwl/yaml";
import { isSluiceError, SluiceError } from "@sluice/contracts";
import { similarFile } from "../session/similar-file.ts";
import type { ConfigDocument } from "./config-document.ts";

/** What interpolation reads from. */
export interface InterpolationInput {
  readonly configDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Puts variables and files in the place of `${env:NAME}`, `${env:NAME:-otherwise}` and `${file:PATH}` in all texts that are
 * values. References to secrets stay: they are resolved when a connector is made.
 */
export async function interpolate(document: ConfigDocument, input: InterpolationInput): Promise<void> {
  const seen = new Set<YamlScalar>();
  for (const node of textsOf(document.root)) {
    // An alias stands for the same node.
    if (seen.has(node)) continue;
    seen.add(node);
    await interpolateText(document, node, input);
  }
}

function* textsOf(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === "scalar") {
    if (typeof node.value === "string" && node.value.includes("${")) yield node;
  } else {
    const children = node.kind === "sequence" ? node.items : [...node.entries.values()].map(({ value }) => value);
    for (const child of children) yield* textsOf(child);
  }
}

async function interpolateText(document: ConfigDocument, node: YamlScalar, input: InterpolationInput): Promise<void> {
  const written = String(node.value);
  let faults = 0;
  const fault = (at: number, { code, message, hint, cause }: SluiceError): void => {
    faults += 1;
    const position = node.source.positionAt(offsetInScalar(node, at));
    document.add(new SluiceError(code, message, { position, hint, cause }));
  };
  const plain = (from: number, to: number): string => {
    const text = written.slice(from, to);
    const open = text.search(/(?<!\$)\$\{(?:env|file|secret):/);
    if (open !== -1) {
      const hint = "Close it with '}'; $${ is the text itself.";
      fault(from + open, new SluiceError("CONFIG_INVALID", "'${' is not closed", { hint }));
    }
    return text;
  };
  /** The text between two places of what is written, with everything in place. */
  const textOf = async (from: number, to: number): Promise<string> => {
    let text = "";
    let at = from;
    for (const { start, end, isText, isSecret } of expressions(written, from, to)) {
      text += plain(at, start);
      at = end;
      if (isSecret || isText) {
        text += written.slice(isSecret ? start : start + 1, end);
        continue;
      }
      const first = start + 2;
      const inner = async (offset: number): Promise<string | undefined> => {
        const before = faults;
        const found = await textOf(first + offset, end - 1);
        return faults === before ? found : undefined;
      };
      try {
        text += await valueOf(written.slice(first, end - 1), { ...input, inner });
      } catch (error) {
        if (!isSluiceError(error)) throw error;
        fault(start, error);
      }
    }
    return text + plain(at, to);
  };
  const text = await textOf(0, written.length);
  if (faults > 0) document.lose(node);
  if (text !== written) document.replace(node, text);
}

/** A `${…}` of a text, from its first `$`. */
interface Expression {
  readonly start: number;
  readonly end: number;
  /** Whether it is `$${…}`, which stands for the text itself. */
  readonly isText: boolean;
  /** Whether it refers to a secret, or says in text how one does so: both are read later. */
  readonly isSecret: boolean;
}

/** The outermost `${…}` of a part of a text: what is inside of them is theirs. */
function* expressions(written: string, from: number, to: number): Generator<Expression> {
  for (let at = from; at < to;) {
    const open = written.indexOf("${", at);
    if (open === -1 || open >= to) return;
    const end = endOf(written, open, to);
    if (end === undefined) {
      at = open + 2;
      continue;
    }
    const isText = open > at && written[open - 1] === "$";
    yield { start: isText ? open - 1 : open, end, isText, isSecret: written.startsWith("secret:", open + 2) };
    at = end;
  }
}

/** Where the `${` at a place ends, with those that are inside of it. */
function endOf(written: string, open: number, to: number): number | undefined {
  let depth = 0;
  for (let at = open; at < to; at += 1) {
    if (written.startsWith("${", at)) {
      depth += 1;
      at += 1;
    } else if (written[at] === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

interface ValueInput extends InterpolationInput {
  /** The text from a place inside the expression to its end, with everything in place; undefined when something is wrong with it. */
  readonly inner: (offset: number) => Promise<string | undefined>;
}

async function valueOf(inside: string, { configDir, environment, inner }: ValueInput): Promise<string> {
  const [, kind = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(inside) ?? [];
  if (kind === "env" && rest !== "") {
    const [name = ""] = rest.split(":-", 1);
    const hasOther = name.length < rest.length;
    const value = environment[name];
    if (value !== undefined && (value !== "" || !hasOther)) return value;
    if (!/^\w+$/.test(name)) {
      throw new SluiceError("CONFIG_INVALID", `'${name}' is no name of an environment variable`, {
        hint: "Write ${env:NAME}, or ${env:NAME:-otherwise}.",
      });
    }
    if (hasOther) return (await inner(`env:${name}:-`.length)) ?? "";
    throw new SluiceError("CONFIG_INVALID", `the environment variable ${name} is not set`, {
      hint: `Set it, or say what counts without it: \${env:${name}:-otherwise}`,
    });
  }
  if (kind === "file" && rest !== "") {
    const named = await inner("file:".length);
    return named === undefined ? "" : readText(named, configDir);
  }
  throw new SluiceError("CONFIG_INVALID", `\${${inside}} means nothing`, {
    hint: "Write ${env:NAME}, ${env:NAME:-otherwise}, ${file:PATH} or ${secret:NAME}; $${…} is the text itself.",
  });
}

/** The text of a file without its last end of line. */
async function readText(named: string, configDir: string): Promise<string> {
  const path = named.startsWith("~/") ? join(homedir(), named.slice(2)) : resolve(configDir, named);
  try {
    // It may be a pipe of a shell; it has an end in any case.
    const bytes = await readDocumentBytes(path, { name: path, named: true });
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.replace(/\r?\n$/, "");
  } catch (cause) {
    if (isSluiceError(cause)) throw cause;
    const { code, message: text } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new SluiceError("FILE_NOT_FOUND", `there is no file ${path}`, { hint: await similarFile(path), cause });
    const why = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not valid UTF-8" : text;
    throw new SluiceError("FILE_UNREADABLE", `${path} cannot be read: ${why}`, { cause });
  }
}
