import { SluiceError, SluiceErrorList, type SourcePosition } from "@sluice/contracts";
import type { YamlEntry, YamlMapping, YamlNode } from "@sluice/cwl/yaml";
import { nearestName } from "../command-line/nearest-name.ts";

/** A mapping of a configuration file whose keys are taken one by one, so that none is left unread. */
export interface ConfigSection {
  readonly node: YamlMapping;
  /** Where it is, for messages: `deployments.cluster`. */
  readonly path: string;
}

/** Names that workflows and deployments may have. */
const namePattern = /^[a-z][a-zA-Z0-9._-]*$/;

/** Reads nodes of a configuration file and collects what is wrong with them. */
export class ConfigReader {
  readonly #faults: SluiceError[] = [];

  /** Reports a fault at a node. */
  fault(node: YamlNode, message: string, hint?: string): void {
    this.#add(node.source.positionAt(node.start), message, hint);
  }

  faultAtKey(entry: YamlEntry, message: string, hint?: string): void {
    this.#add(entry.source.positionAt(entry.keyStart), message, hint);
  }

  /** @throws `CONFIG_INVALID` with everything that was found */
  throwIfFaulty(): void {
    const [first, ...others] = this.#faults;
    if (first !== undefined) throw others.length === 0 ? first : new SluiceErrorList([first, ...others]);
  }

  section(node: YamlNode, path: string): ConfigSection | undefined {
    if (node.kind === "mapping") return { node, path };
    this.fault(node, `${path === "" ? "the file" : path} must be a mapping`);
    return undefined;
  }

  /** The entries of a mapping from names to things. */
  named(section: ConfigSection): [string, YamlEntry][] {
    for (const [name, entry] of section.node.entries) {
      if (!namePattern.test(name)) {
        this.faultAtKey(
          entry,
          `'${name}' cannot be a name in ${section.path}`,
          "Names begin with a small letter and go on with letters, digits, '.', '_' and '-'.",
        );
      }
    }
    return [...section.node.entries];
  }

  /** Refuses what the section has besides: what is known elsewhere but not done here, and what nobody knows. */
  only(section: ConfigSection, known: readonly string[], unsupported: readonly string[] = []): void {
    for (const [key, entry] of section.node.entries) {
      if (known.includes(key)) continue;
      const place = section.path === "" ? key : `${section.path}.${key}`;
      if (unsupported.includes(key)) {
        this.faultAtKey(
          entry,
          `this build does not support '${place}' yet`,
          "It is not ignored, because the workflow would run differently from what the file says.",
        );
        continue;
      }
      const nearest = nearestName(key, known);
      this.faultAtKey(
        entry,
        `unknown key '${place}'`,
        nearest === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean '${nearest}'?`,
      );
    }
  }

  /** A key that must be there. */
  required(section: ConfigSection, key: string): YamlNode | undefined {
    const entry = section.node.entries.get(key);
    if (entry === undefined)
      this.fault(section.node, `${section.path === "" ? "the file" : section.path} needs the key '${key}'`);
    return entry?.value;
  }

  text(node: YamlNode | undefined, path: string): string | undefined {
    if (node === undefined) return undefined;
    if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "") return node.value;
    this.fault(node, `${path} must be text; got ${describe(node)}`);
    return undefined;
  }

  truth(node: YamlNode | undefined, path: string, otherwise: boolean): boolean {
    if (node === undefined) return otherwise;
    if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
    this.fault(node, `${path} must be true or false; got ${describe(node)}`);
    return otherwise;
  }

  #add(position: SourcePosition, message: string, hint: string | undefined): void {
    this.#faults.push(new SluiceError("CONFIG_INVALID", message, { position, hint }));
  }
}

function describe(node: YamlNode): string {
  if (node.kind === "scalar") return JSON.stringify(node.value);
  return node.kind === "sequence" ? "a list" : "a mapping";
}
