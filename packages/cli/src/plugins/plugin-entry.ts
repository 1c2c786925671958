import type { JsonObject, SourcePosition } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";

/** A plugin that a configuration file or an option names. */
export interface PluginEntry {
  /** The name of a package or of a plugin that is there anyway, or the path of a file or folder. */
  readonly reference: string;
  readonly options?: JsonObject;
  /** `point/name` of extensions that it provides in the place of another plugin. */
  readonly overrides?: readonly string[];
  /** False: it is left out, although it would be there. Default: true. */
  readonly enabled?: boolean;
  /** Where a part of its options stands; the path is made of keys and indexes. */
  readonly locate?: PluginSource["locate"];
  /** Where the entry stands. */
  readonly position?: SourcePosition;
}
