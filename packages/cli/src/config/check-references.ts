import { isExactNumber, type Json } from "@sluice/contracts";
import type { ExtensionCatalogue } from "../plugins/extension-catalogue.ts";
import { meant } from "./check-structure.ts";
import { choicesOf } from "./choices.ts";
import type { ConfigDocument, ConfigPath } from "./config-document.ts";
import { deploymentsOf, type ConfigFile, type TargetSection } from "./config-file.ts";

/** Checks that what a file refers to by name is there. Faults and warnings go to the document. */
export function checkReferences(document: ConfigDocument, file: ConfigFile, catalogue: ExtensionCatalogue): void {
  const checker = new ReferenceChecker(document, file, catalogue);
  checker.deployments();
  checker.bindings();
  checker.secrets();
}

class ReferenceChecker {
  readonly #document: ConfigDocument;
  readonly #file: ConfigFile;
  readonly #catalogue: ExtensionCatalogue;
  readonly #names: readonly string[];

  constructor(document: ConfigDocument, file: ConfigFile, catalogue: ExtensionCatalogue) {
    this.#document = document;
    this.#file = file;
    this.#catalogue = catalogue;
    this.#names = [...new Set(["local", ...Object.keys(deploymentsOf(file).sections)])];
  }

  deployments(): void {
    const { key, sections } = deploymentsOf(this.#file);
    if (this.#file.models !== undefined) {
      this.#warn("models", ["models"], "deployments");
      if (key !== "models" && Object.keys(this.#file.models).length > 0) {
        const hint = "Move its entries to 'deployments'.";
        this.#document.fault(["models"], "'models' is the old name of 'deployments', and both are here", {
          hint,
          part: "key",
        });
      }
    }
    for (const [name, { type, wraps, scheduling_policy: policy }] of Object.entries(sections)) {
      const path = [key, name];
      const connector = this.#catalogue.extensions("connector").find((each) => each.name === type);
      if (wraps !== undefined && connector && !connector.capabilities?.includes("wraps")) {
        const hint = "It is brought up after the other one, and its jobs run where they run without it.";
        const message = `connector '${type}' does not run on the locations of another deployment`;
        this.#document.warn([...path, "wraps"], message, { hint, code: "CONFIG_INVALID" });
      }
      if (policy !== undefined)
        this.#named([...path, "scheduling_policy"], policy, "scheduling policy", this.#policies());
      if (typeof wraps === "string") this.#deployment([...path, "wraps"], wraps);
      else if (wraps !== undefined) this.#deployment([...path, "wraps", "deployment"], wraps.deployment);
    }
    this.#circles();
  }

  bindings(): void {
    const filters = this.#known("binding-filter", this.#file.bindingFilters);
    for (const [name, { bindings = [], config }] of Object.entries(this.#file.workflows ?? {})) {
      const contained = new Set<string>();
      for (const [at, { step }] of (config.docker ?? []).entries()) {
        this.#once(["workflows", name, "config", "docker", String(at)], { step }, contained);
      }
      const bound = new Set<string>();
      for (const [at, binding] of bindings.entries()) {
        const path = ["workflows", name, "bindings", String(at)];
        this.#once(path, binding, bound);
        const { target } = binding;
        const list: readonly TargetSection[] | undefined = isList(target) ? target : undefined;
        for (const [index, each] of (list ?? [target as TargetSection]).entries()) {
          this.#target([...path, "target", ...(list ? [String(index)] : [])], each);
        }
        if (!("filters" in binding)) continue;
        for (const [index, filter] of (binding.filters ?? []).entries()) {
          this.#named([...path, "filters", String(index)], filter, "binding filter", filters);
        }
      }
    }
  }

  /** References to secrets stand where they are resolved, and lead somewhere. */
  secrets(): void {
    const places = [...choicesOf(this.#file)]
      .filter(({ point }) => point !== "secret-store" && point !== "reporter")
      .map(({ optionsPath }) => optionsPath.join("\0"));
    const names = Object.keys(this.#file.secrets ?? {});
    for (const { path, name } of secretReferences(this.#file as unknown as Json)) {
      const isPluginOption = path[0] === "plugins" && path[2] === "options";
      const text = path.join("\0");
      if (!isPluginOption && !places.some((place) => text.startsWith(`${place}\0`))) {
        this.#document.fault(path, "a secret cannot stand here", {
          hint: "It can in options of deployments, managers, policies, binding filters, docker translators and plugins.",
        });
      } else if (!names.includes(name)) {
        const hint = meant(name, names) ?? "Declare it: secrets: { NAME: env:VARIABLE }.";
        this.#document.fault(path, `there is no secret '${name}'`, { code: "SECRET_MISSING", hint });
      }
    }
  }

  /** Nobody could say which of two bindings counts. */
  #once(path: ConfigPath, binding: { readonly step: string } | { readonly port: string }, bound: Set<string>): void {
    const [key, place] = "port" in binding ? (["port", binding.port] as const) : (["step", binding.step] as const);
    const text = `${key} '${place}'`;
    if (bound.has(text)) {
      const isTarget = key === "step" && path.includes("bindings");
      const hint = isTarget ? "Several targets of one step are a list: target: [{ … }, { … }]." : undefined;
      this.#document.fault([...path, key], `the ${text} is bound already`, { hint });
    }
    bound.add(text);
  }

  #target(path: ConfigPath, target: TargetSection): void {
    const { deployment, model, locations, resources } = target;
    if (model !== undefined) this.#warn("model", [...path, "model"], "deployment");
    if (resources !== undefined) this.#warn("resources", [...path, "resources"], "locations");
    if (model !== undefined && deployment !== undefined) {
      this.#document.fault([...path, "model"], "'model' is the old name of 'deployment', and both are here", {
        part: "key",
      });
    }
    if (deployment !== undefined) this.#deployment([...path, "deployment"], deployment);
    else if (model !== undefined) this.#deployment([...path, "model"], model);
    if ((locations ?? resources ?? 1) !== 1) {
      const key = locations === undefined ? "resources" : "locations";
      this.#document.fault([...path, key], `this build gives each job one location; '${key}' must be 1`, {
        hint: "A job that spans machines asks for them in the options of its deployment, such as the nodes of a batch system.",
      });
    }
  }

  #deployment(path: ConfigPath, name: string): void {
    this.#named(path, name, "deployment", { names: this.#names, open: false });
  }

  #named(path: ConfigPath, name: string, what: string, known: Known): void {
    if (known.open || known.names.includes(name)) return;
    this.#document.fault(path, `there is no ${what} '${name}'`, { hint: meant(name, known.names) });
  }

  #policies(): Known {
    return this.#known("policy", this.#file.scheduling?.policies);
  }

  /** What entries of the file are called, and extensions that need no entry. */
  #known(point: string, entries: object = {}): Known {
    const names = this.#catalogue.extensions(point).map(({ name }) => name);
    return { names: [...Object.keys(entries), ...names], open: this.#catalogue.unlisted.length > 0 };
  }

  /** Each circle is reported once, where its first member wraps the next. */
  #circles(): void {
    const { key, sections } = deploymentsOf(this.#file);
    const reported = new Set<string>();
    for (const start of Object.keys(sections)) {
      const trail: string[] = [];
      let name: string | undefined = start;
      while (name !== undefined && !trail.includes(name)) {
        trail.push(name);
        const wraps: string | { deployment: string } | undefined = sections[name]?.wraps;
        name = typeof wraps === "string" ? wraps : wraps?.deployment;
      }
      if (name !== start || reported.has(start)) continue;
      for (const each of trail) reported.add(each);
      const circle = [...trail, start].join(" → ");
      this.#document.fault([key, start, "wraps"], `deployments wrap each other in a circle: ${circle}`);
    }
  }

  #warn(old: string, path: ConfigPath, now: string): void {
    this.#document.warn(path, `'${old}' is deprecated`, { hint: `Write '${now}'.` });
  }
}

interface Known {
  readonly names: readonly string[];
  /** Whether there may be more than these. */
  readonly open: boolean;
}

function* secretReferences(value: Json, path: ConfigPath = []): Generator<{ path: ConfigPath; name: string }> {
  if (typeof value === "string") {
    for (const [all, name = ""] of value.matchAll(/\$?\$\{secret:([^}]*)\}/g))
      if (!all.startsWith("$$")) yield { path, name };
  } else if (typeof value === "object" && value !== null && !isExactNumber(value)) {
    for (const [key, each] of Object.entries(value)) yield* secretReferences(each, [...path, key]);
  }
}

function isList(value: TargetSection | readonly TargetSection[]): value is readonly TargetSection[] {
  return Array.isArray(value);
}
