import {
  SluiceError,
  type BindingFilter,
  type CacheStore,
  type CheckpointManager,
  type Command,
  type Connector,
  type Database,
  type DataManager,
  type DeploymentManager,
  type Executor,
  type FailureManager,
  type Frontend,
  type LoadedWorkflow,
  type Policy,
  type RunReporter,
  type Scheduler,
  type SecretStore,
  type TransferScheme,
} from "@sluice/contracts";
import type { CWLDockerTranslator } from "@sluice/contracts/cwl";

/** What an implementation must be able to do. */
interface Shape {
  /** Methods that it has itself. */
  readonly own: readonly PropertyKey[];
  /** A method that makes something, and the methods of what it makes. */
  readonly makes?: { readonly by: PropertyKey; readonly methods: readonly PropertyKey[] };
}

/** What factories make must have these methods; the compiler knows whether their names are right. */
function made(methods: readonly PropertyKey[]): Shape {
  return { own: ["create"], makes: { by: "create", methods } };
}

const dispose: typeof Symbol.asyncDispose = Symbol.asyncDispose;

/** By extension point: what everything depends on. What is optional does not stand here. */
const shapes: Readonly<Record<string, Shape>> = {
  "binding-filter": made(["filter"] satisfies (keyof BindingFilter)[]),
  "cache-store": made(["lookup", "store", "list", "clear"] satisfies (keyof CacheStore)[]),
  "checkpoint-manager": made(["restore", "save", "find"] satisfies (keyof CheckpointManager)[]),
  command: { own: ["run"] satisfies (keyof Command)[] },
  connector: made([
    "deploy",
    "locations",
    "files",
    "submit",
    "poll",
    "cancel",
    "reattach",
    "undeploy",
    dispose,
  ] satisfies (keyof Connector)[]),
  "cwl-docker-translator": made(["translate"] satisfies (keyof CWLDockerTranslator)[]),
  database: made(["createRun", "openRun", "listRuns", "removeRun", "runFolder", dispose] satisfies (keyof Database)[]),
  "data-manager": made(["restore", "fetch", "stage", "release", "publish"] satisfies (keyof DataManager)[]),
  "deployment-manager": made(["restore", "deploy", "register", "undeployAll"] satisfies (keyof DeploymentManager)[]),
  executor: { own: ["submit", dispose] satisfies (keyof Executor)[] },
  "failure-manager": made(["restore", "decide"] satisfies (keyof FailureManager)[]),
  frontend: {
    own: ["detect", "load"] satisfies (keyof Frontend)[],
    makes: { by: "load", methods: ["readInputs", "translate"] satisfies (keyof LoadedWorkflow)[] },
  },
  policy: made(["choose"] satisfies (keyof Policy)[]),
  reporter: made(["event"] satisfies (keyof RunReporter)[]),
  scheduler: made(["restore", "allocate", "adopt"] satisfies (keyof Scheduler)[]),
  "secret-store": made(["read"] satisfies (keyof SecretStore)[]),
  "transfer-scheme": { own: ["fetch"] satisfies (keyof TransferScheme)[] },
};

/** What is provided where. */
export interface Provided {
  /** Id of the extension point. */
  readonly point: string;
  readonly name: string;
  readonly plugin: string;
}

/** Checks that an implementation has the methods of its point; points of others are theirs to check. @throws `PLUGIN_INVALID` */
export function checkImplementation(implementation: unknown, { point, name, plugin }: Provided): void {
  const { own = [] } = shapeOf(point) ?? {};
  demandMethods(implementation, own, `what it provides as ${point} '${name}'`, plugin);
}

/** Checks what a method of an implementation made, if it makes something. @throws `PLUGIN_INVALID` */
export function checkProduct(product: unknown, method: PropertyKey, { point, name, plugin }: Provided): void {
  const makes = shapeOf(point)?.makes;
  if (makes?.by !== method) return;
  demandMethods(product, makes.methods, `what '${String(method)}' of its ${point} '${name}' gave`, plugin);
}

/** Whether a method of an implementation makes something with methods of its own. */
export function makesProduct(point: string, method: PropertyKey): boolean {
  return shapeOf(point)?.makes?.by === method;
}

function shapeOf(point: string): Shape | undefined {
  return Object.hasOwn(shapes, point) ? shapes[point] : undefined;
}

function demandMethods(value: unknown, methods: readonly PropertyKey[], what: string, plugin: string): void {
  if (methods.length === 0) return;
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  const missing = isObject
    ? methods.filter((each) => typeof (value as Readonly<Record<PropertyKey, unknown>>)[each] !== "function")
    : methods;
  if (missing.length === 0) return;
  const names = missing.map((each) => (typeof each === "symbol" ? `[${each.description ?? ""}]` : String(each)));
  const fault = isObject ? `has no method ${names.join(", ")}` : `is ${value === null ? "null" : typeof value}`;
  throw new SluiceError("PLUGIN_INVALID", `${what} ${fault}`, {
    actor: `plugin ${plugin}`,
    hint: `It needs: ${methods.map((each) => (typeof each === "symbol" ? `[${each.description ?? ""}]` : String(each))).join(", ")}.`,
  });
}
