import type {
  ExtensionDetails,
  JsonObject,
  JsonSchema,
  ManifestHook,
  Plugin,
  PluginManifest,
  SluiceError,
} from "@sluice/contracts";
import type { Locate } from "./schema-fault.ts";

/** A plugin that is to be there, loaded or not. */
export interface PluginSource {
  /** Its name, or what stands for it until it is loaded: a path or the name of a package. */
  readonly name: string;
  /**
   * Who asked for it. `bundled`: it comes with Sluice; `package`: the project depends on it; `user`: the user added it
   * for all projects; `config`: a configuration file or an option names it.
   */
  readonly origin: "bundled" | "program" | "run" | "config" | "package" | "user";
  /** Loads it. @throws whatever its modules throw */
  readonly load: () => Plugin | Promise<Plugin>;
  /** What its package says of it. What the plugin itself does not say when it is loaded is taken from here. */
  readonly manifest?: PluginManifest;
  /** Version of its package. */
  readonly version?: string;
  /** The folder or file that it is in. Absolute. */
  readonly path?: string;
  /** How a configuration or an option names it. */
  readonly reference?: string;
  /** What is wrong with it already before it is loaded; it is left out. */
  readonly fault?: SluiceError;
  /** Whether whoever asked for it says why it is left out, from its state: then nothing is logged. Default: false. */
  readonly silent?: boolean;
  readonly options?: JsonObject;
  /** Where a part of its options stands in a configuration file. */
  readonly locate?: Locate;
  /** `point/name` of extensions that it provides in the place of another plugin. */
  readonly overrides?: readonly string[];
  /** Computes the checksum of its files, `sha256-…`, where it has files of its own. Only called when a run is made or taken up. */
  readonly integrity?: () => Promise<string>;
}

/** What became of a plugin. */
export interface PluginState {
  readonly name: string;
  readonly origin: PluginSource["origin"];
  /** Absent when it could not be loaded. */
  readonly version?: string;
  /** How a configuration or an option names it. */
  readonly reference?: string;
  /** Why it was left out; absent when it works. */
  readonly error?: Error;
  /** Where in its files that was thrown, `FILE:LINE:COLUMN`, as far as that is known; else its file or folder. */
  readonly place?: string;
  /** What it provides; absent when it was left out. */
  readonly extensions?: readonly ProvidedExtension[];
  /** The hooks that it added, in order; absent when it was left out. */
  readonly hooks?: readonly ManifestHook[];
  /** The schema of its own options, where it takes any. */
  readonly schema?: JsonSchema;
}

/** An extension as it was registered. */
export interface ProvidedExtension extends ExtensionDetails {
  /** Id of the extension point. */
  readonly point: string;
  readonly apiVersion: number;
  readonly name: string;
}
