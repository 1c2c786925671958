import type { Json, JsonObject } from "@sluice/contracts";
import type { RecordType } from "../model/index.ts";

/** The records of a process that contain themselves: they need names, and so a SchemaDefRequirement. */
export class TypeDefinitions {
  readonly #names = new Map<RecordType, Map<string, string>>();
  readonly #taken = new Set<string>();
  readonly #types = new Map<string, Json>();

  readonly #scope: string;

  /** `scope` is what the names begin with. */
  constructor(scope: string) {
    this.#scope = scope;
  }

  /** The name of a record that is referred to from within. `use` tells apart what is written in several ways. */
  nameOf(record: RecordType, use = ""): string {
    const names = this.#names.get(record) ?? new Map<string, string>();
    this.#names.set(record, names);
    const name = names.get(use) ?? this.#freeName(record.name ?? "record");
    names.set(use, name);
    return name;
  }

  /** What stands where a record is used: itself, or its name if it has one. */
  define(record: RecordType, use = "", written: JsonObject): Json {
    const name = this.#names.get(record)?.get(use);
    if (name === undefined) return written;
    this.#types.set(name, { name, ...written });
    return name;
  }

  /** The requirement that defines all of them; nothing if there are none. */
  get requirement(): readonly JsonObject[] {
    return this.#types.size === 0 ? [] : [{ class: "SchemaDefRequirement", types: [...this.#types.values()] }];
  }

  #freeName(wanted: string): string {
    let name = this.#scope + wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${this.#scope}${wanted}_${number}`;
    this.#taken.add(name);
    return name;
  }
}
