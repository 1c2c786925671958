import type { CwlVersion } from "../../model/index.ts";
import type { Faults } from "../document/faults.ts";
import type { Namespaces } from "../document/namespaces.ts";
import type { SourceText } from "../yaml/index.ts";
import type { OpenType, TypeRegistry } from "./type-registry.ts";

/** What the parts of one process are built with. */
export interface BuildContext {
  readonly faults: Faults;
  /** The version that the document was written in. */
  readonly version: CwlVersion;
  /** Absolute URI of the process, the scope of the names in it. */
  readonly processUri: string;
  readonly types: TypeRegistry;
  /** The types around the one that is being built, outermost first. */
  readonly open?: readonly OpenType[];
  /** The `$namespaces` of the document that a text came from. */
  namespacesOf(source: SourceText): Namespaces | undefined;
}

/** What all processes of one load share. */
export type SharedContext = Pick<BuildContext, "faults" | "types" | "namespacesOf">;
