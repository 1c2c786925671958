import type {
  Binding,
  BindingFilter,
  DeploymentConfig,
  Json,
  Logger,
  RunStore,
  SerializedError,
  SluiceContext,
} from "@sluice/contracts";
import type { HookBus, ReportBus } from "../hooks/index.ts";
import type { InputAccess } from "./input-access.ts";
import type { InputWatch } from "./input-stamps.ts";
import type { MachineState } from "./machine/index.ts";
import type { Operations } from "./operations.ts";
import type { RunSecrets } from "./run-secrets.ts";
import type { TokenStore } from "./token-store.ts";
import type { RunCache } from "./work-reuse.ts";

/** What the parts of one run's interpreter share. */
export interface RunDeps {
  readonly run: string;
  /** See `run_created`. */
  readonly nonce: string | undefined;
  /** The run's own folder. Absolute. */
  readonly folder: string;
  readonly store: RunStore;
  readonly state: MachineState;
  readonly tokens: TokenStore;
  readonly operations: Operations;
  readonly context: SluiceContext;
  readonly hooks: HookBus;
  readonly reports: ReportBus;
  readonly logger: Logger;
  /** Keeps secrets that are in memory out of what is written. */
  readonly hidden: {
    add(text: string): void;
    logger(inner: Logger): Logger;
    error(error: SerializedError): SerializedError;
    json(value: Json): Json;
  };
  /** Inputs of the run that are secrets. */
  readonly secrets: RunSecrets;
  readonly deployments: readonly DeploymentConfig[];
  readonly bindings: readonly Binding[];
  /** The binding filter of a name in the configuration. @throws `CONFIG_INVALID` */
  readonly bindingFilter: (name: string) => Promise<BindingFilter>;
  /** Where results are kept across runs, if the user asked for it. */
  readonly cache?: RunCache;
  /** Looks whether inputs are as they were when the run began. */
  readonly inputs: InputWatch;
  /** Looks that jobs which change files in place have them for themselves. */
  readonly access: InputAccess;
  /** Milliseconds for which an environment may leave open how its jobs stand. */
  readonly outage: number;
  /** Milliseconds that jobs have to end once their environment was told to end them. */
  readonly patience: number;
  /** Whether an earlier engine drove the run. */
  readonly resumed: boolean;
  /** Whether inputs of it changed and were accepted. */
  readonly renewed: boolean;
  /** Whether jobs of which nobody can tell whether they run are done again. */
  readonly assumeLost: boolean;
}
