import { join } from "node:path";
import { fakeCommands, type FakeCommands } from "../command/fake-command.ts";
import { containerStore, endContainer, type ContainerRecord } from "./container-store.ts";

/** What a fake container engine is made with. */
export interface FakeContainerEngineInput {
  /** Name of the executable. Default: `docker`. */
  readonly name?: string;
  /** The images that there are; others cannot be pulled. Default: every image. */
  readonly images?: readonly string[];
  /** Milliseconds that starting a container takes. Default: 0. */
  readonly startDelay?: number;
}

/** An executable that behaves like `docker`, as far as running commands in containers goes. */
export interface FakeContainerEngine extends FakeCommands {
  /** The executable. Absolute. */
  readonly executable: string;
  /** All containers that were not removed, in the order of their making. */
  containers(): Promise<readonly ContainerRecord[]>;
}

/**
 * Makes a container engine without containers: an executable that understands the parts of `docker` that connectors use
 * (`run`, `exec`, `ps`, `inspect`, `logs`, `wait`, `stop`, `kill`, `rm`, `pull`, `image inspect`, `version`) and runs
 * commands as processes of this machine. They have the environment of a container, not that of the engine. Mounts are
 * translated where the working directory, an argument or a variable begins with their target; nothing else is
 * isolated. Disposing it ends all containers.
 *
 * @example
 * ```ts
 * await using engine = await fakeContainerEngine({ images: ["debian:12"] });
 * const connector = await factory.create({ ...input, options: { command: engine.executable } });
 * await engine.fail({ command: "ps", message: "Cannot connect to the daemon" });
 * ```
 */
export async function fakeContainerEngine(input: FakeContainerEngineInput = {}): Promise<FakeContainerEngine> {
  const { name = "docker", images, startDelay = 0 } = input;
  const worker = new URL(import.meta.url.replace(/[^/]*(\.[jt]s)$/, "container-engine-worker$1"));
  const { commands, folder, remove } = await fakeCommands({
    names: [name],
    worker,
    settings: { startDelay, ...(images && { images }) },
  });
  const store = containerStore(folder);
  return {
    ...commands,
    executable: join(commands.bin, name),
    containers: () => store.all(),
    [Symbol.asyncDispose]: async () => {
      for (const { id } of await store.all()) await endContainer(store, id, "SIGKILL", 0);
      await remove();
    },
  };
}
