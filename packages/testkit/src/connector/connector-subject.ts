import type { Connector, JobHandle } from "@sluice/contracts";
import type { SuiteOptions } from "../suite/register-test.ts";
import type { LocationStorage } from "./location-storage.ts";

/** A connector, as its author hands it to the suite. */
export interface ConnectorSubject extends Partial<AsyncDisposable> {
  /** Fresh and not deployed. The suite deploys, undeploys and disposes it. */
  readonly connector: Connector;
  /** Another connector of the same deployment, as the engine after a crash makes it. The first may still be there: it is never asked again. */
  readonly again: () => Connector | Promise<Connector>;
  /** A folder on every location that the suite may use, empty. Absolute, and without links. */
  readonly folder: string;
  /** Default: files of this machine. */
  readonly storage?: LocationStorage;
}

/** What the suite for connectors is given. */
export interface ConnectorContractOptions<Subject extends ConnectorSubject = ConnectorSubject> extends SuiteOptions {
  readonly factory: () => Subject | Promise<Subject>;
  /** Those that the connector is provided with, by their names at the extension point. What is not named must not be there. */
  readonly capabilities: readonly string[];
  /** Names of variables that the environment itself gives to jobs, such as `HOSTNAME`. Default: none. */
  readonly environmentAdds?: readonly string[];
  /** Makes the environment unreachable until the answer is disposed; without it, that is not tested. */
  readonly unreachable?: (subject: Subject) => AsyncDisposable | Promise<AsyncDisposable>;
  /** Makes a running job vanish without a trace of its end; without it, that is not tested. */
  readonly lose?: (subject: Subject, handle: JobHandle) => Promise<void>;
  /** Milliseconds after which what did not happen counts as never happening. Default: 20,000. */
  readonly patience?: number;
}
