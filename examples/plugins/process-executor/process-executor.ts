import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { deserializeError, SluiceError, type Executor, type Json, type SerializedError } from "@sluice/contracts";

/** What the process of a call answers. */
export type Answer = { readonly result: Json } | { readonly error: SerializedError };

/** A process for each call: nothing that a function leaves behind reaches the next one. */
export function createProcessExecutor(): Executor {
  const running = new Set<ChildProcess>();

  const end = async (child: ChildProcess): Promise<void> => {
    if (!running.has(child)) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };

  return {
    submit({ task, args, signal }) {
      const id = randomUUID();
      const { promise: result, resolve, reject } = Promise.withResolvers<Json>();
      const child = fork(new URL("call-task.ts", import.meta.url), { serialization: "json" });
      running.add(child);
      let isCancelled = false;
      const cancel = async (): Promise<void> => {
        isCancelled = true;
        await end(child);
      };
      const onAbort = (): void => void cancel();

      child.once("message", (answer: Answer) => {
        if ("result" in answer) resolve(answer.result);
        else reject(deserializeError(answer.error));
      });
      child.once("error", (cause) =>
        reject(new SluiceError("JOB_START", `no process can be started: ${cause.message}`, { cause })),
      );
      child.once("exit", (code) => {
        running.delete(child);
        signal.removeEventListener("abort", onAbort);
        // After an answer this changes nothing.
        reject(
          isCancelled
            ? new SluiceError("RUN_CANCELLED", `the call of ${task.export} was cancelled`)
            : new SluiceError("JOB_LOST", `the process of ${task.export} ended with code ${code} and no answer`),
        );
      });
      signal.addEventListener("abort", onAbort);
      if (signal.aborted) onAbort();
      else child.send({ task, args });
      return { id, result, cancel };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map(end));
    },
  };
}
