import type { Json, JsonObject } from "@sluice/contracts";
import type { ArrayType, EnumType, RecordType } from "../model/index.ts";

/** A type that may have a name. */
export type NameableType = RecordType | EnumType | ArrayType;

/**
 * The names of types in a document. What is the same has one name in all processes: other runners compare types by their names where
 * these have some.
 */
export class TypeNames {
  readonly #folder: string;
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** `ids` are those of the processes: the names of types lie in a folder of their own. */
  constructor(ids: Iterable<string>) {
    const taken = new Set(ids);
    this.#folder = "types";
    for (let number = 2; taken.has(this.#folder); number++) this.#folder = `types_${number}`;
  }

  /** `key` says what the type is. */
  nameOf(key: string, wanted: string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.free(wanted);
    this.#names.set(key, name);
    return name;
  }

  /** A name that nothing else has. */
  free(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}_${number}`;
    this.#taken.add(name);
    return `#${this.#folder}/${name}`;
  }
}

/** The types of a process that have names, or need them because they contain themselves: they stand in a SchemaDefRequirement. */
export class TypeDefinitions {
  readonly #document: TypeNames;
  readonly #referred = new Set<string>();
  readonly #types = new Map<string, Json>();

  constructor(document: TypeNames) {
    this.#document = document;
  }

  /** The name of a record that is referred to from within; `key` says what it is. */
  refer(record: RecordType, key: string): string {
    this.#referred.add(key);
    return this.#document.nameOf(key, record.name ?? "record");
  }

  /**
   * What stands where a type is used: its name if it has one or something in it refers to it, else itself. What cannot be defined
   * elsewhere is itself, with its name.
   */
  define(type: NameableType, key: string, written: JsonObject, isShared: boolean): Json {
    const isReferred = this.#referred.has(key);
    if (type.name === undefined && !isReferred) return written;
    if (!isShared && !isReferred) return { name: this.#document.free(type.name ?? "record"), ...written };
    const name = this.#document.nameOf(key, type.name ?? "record");
    this.#types.set(name, { name, ...written });
    return name;
  }

  /** The requirement that defines all of them; nothing if there are none. */
  get requirement(): readonly JsonObject[] {
    return this.#types.size === 0 ? [] : [{ class: "SchemaDefRequirement", types: [...this.#types.values()] }];
  }
}
