import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isAbsolute, join, normalize } from "node:path";
import { isFile } from "./is-file.ts";
import {
  hookPurposes,
  isPluginName,
  pluginName,
  SluiceError,
  type JsonSchema,
  type ManifestExtension,
  type ManifestHook,
  type PluginManifest,
  type Stability,
} from "@sluice/contracts";
import { wholeText } from "./whole-text.ts";

/** What a package says of the plugin in it, checked, with all schemas read. */
export interface PackageManifest {
  readonly manifest: PluginManifest & { readonly name: string };
  readonly version: string;
}

type Fields = Readonly<Record<string, unknown>>;

const stabilities: readonly string[] = ["stable", "experimental", "deprecated"] satisfies Stability[];

/**
 * Reads the key `sluice` of a package; undefined for a package without one.
 * @param folder - the package's folder, absolute
 * @throws `PLUGIN_INVALID` that names the package.json and the field; `FILE_NOT_FOUND` without a package.json
 */
export async function readManifest(folder: string): Promise<PackageManifest | undefined> {
  const file = join(folder, "package.json");
  const text = readText(file);
  // Most packages that a project depends on are no plugins, and need not be parsed.
  if (!text.includes('"sluice"')) return undefined;
  const whole = parse(text, file);
  const fields = whole["sluice"];
  if (fields === undefined) return undefined;
  try {
    return await new ManifestReader(folder).read(whole, fields);
  } catch (fault) {
    if (!(fault instanceof FieldFault)) throw fault;
    const { manifestPlace } = await import("./manifest-place.ts");
    const place = manifestPlace(
      file,
      text,
      fault.field.split(/[.[\]]+/).filter((key) => key !== ""),
    );
    throw new SluiceError("PLUGIN_INVALID", `${place}: ${fault.field} ${fault.message}`, { hint: fault.hint });
  }
}

const nameRules = "Names are made of letters, digits, '-', '_', '.' and '~', and have at most 214 of them.";

/** At once: a project has many packages, and each is a small file. */
function readText(file: string): string {
  try {
    return readFileSync(file, wholeText);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new SluiceError(
      isMissing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
      isMissing ? `there is no file ${file}` : `${file} cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function parse(text: string, file: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isMapping(value)) return value;
  } catch (cause) {
    throw new SluiceError("PLUGIN_INVALID", `${file} is no JSON: ${(cause as Error).message}`, { cause });
  }
  throw new SluiceError("PLUGIN_INVALID", `${file} must be a JSON object`);
}

/** What is wrong with a field; where it stands is looked up by whoever tells it. */
class FieldFault extends Error {
  readonly field: string;
  readonly hint: string | undefined;

  constructor(field: string, message: string, hint: string | undefined) {
    super(message);
    this.field = field;
    this.hint = hint;
  }
}

class ManifestReader {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(whole: Fields, value: unknown): Promise<PackageManifest> {
    const fields = this.#mapping(value, "sluice");
    this.#only(fields, "sluice", [
      "name",
      "module",
      "purpose",
      "engine",
      "requires",
      "extensions",
      "hooks",
      "schema",
      "deprecated",
    ]);
    const packageName = this.#text(whole, "name", "");
    const schema = await this.#schema(fields, "sluice");
    const deprecated = this.#optionalText(fields, "deprecated", "sluice");
    const manifest = {
      name: this.#pluginName(fields, packageName),
      module: this.#inside(this.#text(fields, "module", "sluice"), "sluice.module"),
      purpose: this.#text(fields, "purpose", "sluice"),
      engine: this.#text(fields, "engine", "sluice"),
      requires: this.#list(fields, "requires", "sluice").map((each, at) =>
        this.#asText(each, `sluice.requires[${at}]`),
      ),
      extensions: await Promise.all(
        this.#list(fields, "extensions", "sluice").map((each, at) =>
          this.#extension(each, `sluice.extensions[${at}]`, deprecated),
        ),
      ),
      hooks: this.#list(fields, "hooks", "sluice").map((each, at) => this.#hook(each, `sluice.hooks[${at}]`)),
      ...(schema && { schema }),
      ...(deprecated !== undefined && { deprecated }),
    };
    return { manifest, version: this.#text(whole, "version", "") };
  }

  async #extension(value: unknown, path: string, deprecated: string | undefined): Promise<ManifestExtension> {
    const fields = this.#mapping(value, path);
    this.#only(fields, path, [
      "point",
      "apiVersion",
      "name",
      "purpose",
      "schema",
      "stability",
      "deprecated",
      "capabilities",
    ]);
    const { apiVersion, stability } = fields;
    if (typeof apiVersion !== "number") throw this.#fault(`${path}.apiVersion`, "must be a number");
    if (stability !== undefined && !stabilities.includes(stability as string))
      throw this.#fault(`${path}.stability`, `must be one of ${stabilities.join(", ")}`);
    const schema = await this.#schema(fields, path);
    const own = this.#optionalText(fields, "deprecated", path) ?? deprecated;
    const capabilities = this.#list(fields, "capabilities", path);
    return {
      point: this.#text(fields, "point", path),
      apiVersion,
      name: this.#name(this.#text(fields, "name", path), `${path}.name`, isExtensionName),
      purpose: this.#text(fields, "purpose", path),
      ...(schema && { schema }),
      ...(stability !== undefined && { stability: stability as Stability }),
      ...(own !== undefined && { deprecated: own }),
      ...(capabilities.length > 0 && {
        capabilities: capabilities.map((each, at) => this.#asText(each, `${path}.capabilities[${at}]`)),
      }),
    };
  }

  /** Its own name, or the one that its package gives it. */
  #pluginName(fields: Fields, packageName: string): string {
    const own = this.#optionalText(fields, "name", "sluice");
    return this.#name(own ?? pluginName(packageName), own === undefined ? "name" : "sluice.name", isPluginName);
  }

  #name(name: string, field: string, isRight: (name: string) => boolean): string {
    if (isRight(name)) return name;
    throw this.#fault(field, `cannot be a name: ${JSON.stringify(name.slice(0, 40))}`, nameRules);
  }

  #hook(value: unknown, path: string): ManifestHook {
    const fields = this.#mapping(value, path);
    this.#only(fields, path, ["name", "description"]);
    const name = this.#text(fields, "name", path);
    if (!Object.hasOwn(hookPurposes, name)) throw this.#fault(`${path}.name`, `is no hook: '${name}'`);
    return { name: name as ManifestHook["name"], description: this.#text(fields, "description", path) };
  }

  /** A schema, in place or in a file of the package. */
  async #schema(fields: Fields, path: string): Promise<JsonSchema | undefined> {
    const value = fields["schema"];
    if (value === undefined) return undefined;
    if (typeof value !== "string") return this.#mapping(value, `${path}.schema`) as JsonSchema;
    const file = join(this.#folder, this.#inside(value, `${path}.schema`));
    if (!isFile(file)) throw this.#fault(`${path}.schema`, `names a file that cannot be read: ${file} is none`);
    const text = await readFile(file, "utf8").catch((error: unknown) => {
      throw this.#fault(`${path}.schema`, `names a file that cannot be read: ${(error as Error).message}`);
    });
    return parse(text, file) as JsonSchema;
  }

  /** A path that leads out of the package would load or read what the package does not have. */
  #inside(path: string, field: string): string {
    const inside = normalize(path);
    if (isAbsolute(inside) || inside === ".." || inside.startsWith("../"))
      throw this.#fault(field, `must stay inside the package; got '${path}'`);
    return inside;
  }

  #only(fields: Fields, path: string, known: readonly string[]): void {
    const stranger = Object.keys(fields).find((key) => !known.includes(key));
    if (stranger !== undefined)
      throw this.#fault(`${path}.${stranger}`, "is no field of a manifest", `There is: ${known.join(", ")}.`);
  }

  #mapping(value: unknown, path: string): Fields {
    if (isMapping(value)) return value;
    throw this.#fault(path, "must be an object");
  }

  #list(fields: Fields, key: string, path: string): readonly unknown[] {
    const value = fields[key] ?? [];
    if (Array.isArray(value)) return value;
    throw this.#fault(`${path}.${key}`, "must be a list");
  }

  #text(fields: Fields, key: string, path: string): string {
    return this.#asText(fields[key], path === "" ? key : `${path}.${key}`);
  }

  #optionalText(fields: Fields, key: string, path: string): string | undefined {
    return fields[key] === undefined ? undefined : this.#text(fields, key, path);
  }

  #asText(value: unknown, path: string): string {
    if (typeof value === "string" && value !== "") return value;
    throw this.#fault(path, value === undefined ? "is missing" : "must be text");
  }

  #fault(field: string, message: string, hint?: string): FieldFault {
    return new FieldFault(field, message, hint);
  }
}

/** Names of extensions stand in tables and in configurations, as one word. */
function isExtensionName(name: string): boolean {
  return name.length <= 214 && !/[\s\p{C}]/u.test(name);
}

function isMapping(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
