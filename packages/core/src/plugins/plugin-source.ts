import type { JsonObject, Plugin, PluginManifest, SourcePosition } from "@sluice/contracts";

/** A plugin that is to be there, loaded or not. */
export interface PluginSource {
  /** Its name, or what stands for it until it is loaded: a path or the name of a package. */
  readonly name: string;
  /** Who asked for it. `bundled`: it comes with Sluice. */
  readonly origin: "bundled" | "program" | "run" | "config" | "package";
  /** Loads it. @throws whatever its modules throw */
  readonly load: () => Plugin | Promise<Plugin>;
  /** What its package says of it. */
  readonly manifest?: PluginManifest;
  readonly options?: JsonObject;
  /** Where a part of its options stands in a configuration file; the path is made of keys and indexes. */
  readonly locate?: (path: readonly string[]) => SourcePosition | undefined;
  /** `point/name` of extensions that it provides in the place of another plugin. */
  readonly overrides?: readonly string[];
  /** Checksum of its files, `sha256-…`, where it has files of its own. */
  readonly integrity?: string;
}

/** What became of a plugin. */
export interface PluginState {
  readonly name: string;
  readonly origin: PluginSource["origin"];
  /** Absent when it could not be loaded. */
  readonly version?: string;
  /** Why it was left out; absent when it works. */
  readonly error?: Error;
}
