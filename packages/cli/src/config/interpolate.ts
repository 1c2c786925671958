import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { offsetInScalar, type YamlNode, type YamlScalar } from "@sluice/cwl/yaml";
import { isSluiceError, SluiceError } from "@sluice/contracts";
import type { ConfigDocument } from "./config-document.ts";

/** What interpolation reads from. */
export interface InterpolationInput {
  readonly configDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** `${…}`, or `$${…}` for the text itself. */
const expression = /(\$?)\$\{([^}]*)\}/g;

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
  let text = "";
  let from = 0;
  let isSame = true;
  let isLost = false;
  for (const match of written.matchAll(expression)) {
    const [all, escape = "", inside = ""] = match;
    text += written.slice(from, match.index);
    from = match.index + all.length;
    if (inside.startsWith("secret:")) {
      text += all;
      continue;
    }
    isSame = false;
    if (escape !== "") {
      text += all.slice(1);
      continue;
    }
    try {
      text += await valueOf(inside, input);
    } catch (error) {
      if (!isSluiceError(error)) throw error;
      isLost = true;
      const position = node.source.positionAt(offsetInScalar(node, match.index));
      document.add(new SluiceError(error.code, error.message, { position, hint: error.hint, cause: error.cause }));
    }
  }
  const rest = written.slice(from);
  const open = rest.search(/(?<!\$)\$\{(?:env|file|secret):/);
  if (open !== -1) {
    document.add(
      new SluiceError("CONFIG_INVALID", "'${' is not closed", {
        position: node.source.positionAt(offsetInScalar(node, from + open)),
        hint: "Close it with '}'; $${ is the text itself.",
      }),
    );
  }
  if (isLost) document.lose(node);
  if (!isSame) document.replace(node, text + rest);
}

async function valueOf(inside: string, { configDir, environment }: InterpolationInput): Promise<string> {
  const [, kind = "", rest = ""] = /^([a-z]*):?(.*)$/s.exec(inside) ?? [];
  if (kind === "env" && rest !== "") {
    const [name = "", ...others] = rest.split(":-");
    const value = environment[name];
    if (value !== undefined && (value !== "" || others.length === 0)) return value;
    if (others.length > 0) return others.join(":-");
    throw new SluiceError("CONFIG_INVALID", `the environment variable ${name} is not set`, {
      hint: `Set it, or say what counts without it: \${env:${name}:-otherwise}`,
    });
  }
  if (kind === "file" && rest !== "") {
    const path = rest.startsWith("~/") ? join(homedir(), rest.slice(2)) : resolve(configDir, rest);
    try {
      return (await readFile(path, "utf8")).replace(/\r?\n$/, "");
    } catch (cause) {
      const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
      const message = isMissing ? `there is no file ${path}` : `${path} cannot be read: ${(cause as Error).message}`;
      throw new SluiceError(isMissing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE", message, { cause });
    }
  }
  throw new SluiceError("CONFIG_INVALID", `\${${inside}} means nothing`, {
    hint: "Write ${env:NAME}, ${env:NAME:-otherwise}, ${file:PATH} or ${secret:NAME}; $${…} is the text itself.",
  });
}
