import type { Json } from "@sluice/contracts";
import type { LoadListing } from "./types.ts";

/** A requirement or hint of a known class, normalised. An expression stays a string. Source: CWL v1.2, section 5. */
export type Requirement =
  | {
      readonly class: "InlineJavascriptRequirement";
      readonly expressionLib: readonly string[];
      /** Limit of each expression in milliseconds. No document says it; a command may. */
      readonly timeoutMs?: number;
    }
  | { readonly class: "SchemaDefRequirement" }
  | { readonly class: "LoadListingRequirement"; readonly loadListing: LoadListing }
  | DockerRequirement
  | { readonly class: "SoftwareRequirement"; readonly packages: Json }
  | InitialWorkDirRequirement
  | EnvVarRequirement
  | { readonly class: "ShellCommandRequirement" }
  | ResourceRequirement
  | { readonly class: "WorkReuse"; readonly enableReuse: boolean | string }
  | { readonly class: "NetworkAccess"; readonly networkAccess: boolean | string }
  | { readonly class: "InplaceUpdateRequirement"; readonly inplaceUpdate: boolean }
  /** Seconds; 0 means no limit. */
  | { readonly class: "ToolTimeLimit"; readonly timelimit: number | string }
  /** Inputs that are secrets, by name: an extension of the reference runner. */
  | { readonly class: "Secrets"; readonly secrets: readonly string[] }
  | { readonly class: "SubworkflowFeatureRequirement" }
  | { readonly class: "ScatterFeatureRequirement" }
  | { readonly class: "MultipleInputFeatureRequirement" }
  | { readonly class: "StepInputExpressionRequirement" };

export type RequirementClass = Requirement["class"];

export interface DockerRequirement {
  readonly class: "DockerRequirement";
  readonly dockerPull?: string;
  readonly dockerLoad?: string;
  readonly dockerFile?: string;
  readonly dockerImport?: string;
  readonly dockerImageId?: string;
  readonly dockerOutputDirectory?: string;
}

export interface EnvVarRequirement {
  readonly class: "EnvVarRequirement";
  readonly envDef: readonly { readonly envName: string; readonly envValue: string }[];
}

/** MiB for memory and disk, cores may be fractional; strings are expressions. */
export interface ResourceRequirement {
  readonly class: "ResourceRequirement";
  readonly coresMin?: number | string;
  readonly coresMax?: number | string;
  readonly ramMin?: number | string;
  readonly ramMax?: number | string;
  readonly tmpdirMin?: number | string;
  readonly tmpdirMax?: number | string;
  readonly outdirMin?: number | string;
  readonly outdirMax?: number | string;
}

export interface InitialWorkDirRequirement {
  readonly class: "InitialWorkDirRequirement";
  /** One expression for the whole listing, or its entries in order. */
  readonly listing: string | readonly InitialWorkDirEntry[];
}

/** An expression, a File or Directory literal, a Dirent, a list of File or Directory, or null. */
export type InitialWorkDirEntry = string | Dirent | Json;

export interface Dirent {
  readonly entry: string;
  readonly entryname?: string;
  readonly writable?: boolean;
}
