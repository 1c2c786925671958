import type { SaladRecord, SaladTable } from "./salad-table.ts";

const namespace = "http://commonwl.org/cwltool#";

/** What the reference implementation offered to v1.0 before v1.1 made it part of CWL; by what v1.1 calls it. */
const names: Readonly<Record<string, string>> = {
  LoadListingRequirement: "LoadListingRequirement",
  InplaceUpdateRequirement: "InplaceUpdateRequirement",
  TimeLimit: "ToolTimeLimit",
  WorkReuse: "WorkReuse",
  NetworkAccess: "NetworkAccess",
};

const fieldsOf: Readonly<Record<string, SaladRecord["fields"]>> = {
  LoadListingRequirement: { loadListing: { type: ["LoadListingEnum"] } },
  InplaceUpdateRequirement: { inplaceUpdate: { type: ["boolean"] } },
  ToolTimeLimit: { timelimit: { type: ["long", "Expression"] } },
  WorkReuse: { enableReuse: { type: ["boolean", "Expression"] } },
  NetworkAccess: { networkAccess: { type: ["boolean", "Expression"] } },
};

/**
 * The table of v1.0 with what the reference implementation reads besides: the records of these requirements, which go by their
 * IRIs only, and inputs of type `stdin`.
 */
export function withExtensions(table: SaladTable): SaladTable {
  const { CommandInputParameter: input } = table.records;
  const added = Object.entries(fieldsOf).map(([name, fields]): [string, SaladRecord] => [
    name,
    { tag: ["class", name], fields },
  ]);
  return {
    ...table,
    enums: { ...table.enums, stdin: ["stdin"], LoadListingEnum: ["no_listing", "shallow_listing", "deep_listing"] },
    records: {
      ...table.records,
      ...Object.fromEntries(added),
      ...(input && { CommandInputParameter: withStdin(input) }),
    },
  };
}

function withStdin(input: SaladRecord): SaladRecord {
  const { type } = input.fields;
  return type ? { ...input, fields: { ...input.fields, type: { ...type, type: [...type.type, "stdin"] } } } : input;
}

/** Whether an IRI is that of the list of secret inputs, which the reference runner knows in all versions. */
export function isSecretsRequirement(iri: string): boolean {
  return iri === `${namespace}Secrets`;
}

/** What v1.1 calls the requirement with an IRI; undefined if it has none of these, or the version has them itself. */
export function extensionRequirement(iri: string, version: string): string | undefined {
  if (version !== "v1.0" || !iri.startsWith(namespace)) return undefined;
  const name = iri.slice(namespace.length);
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** The IRI by which a document of a version has a requirement of v1.1; undefined if its own name will do. */
export function extensionIri(name: string, version: string): string | undefined {
  if (name === "Secrets") return `${namespace}Secrets`;
  const own = version === "v1.0" ? Object.keys(names).find((each) => names[each] === name) : undefined;
  return own === undefined ? undefined : namespace + own;
}
