// Runs in a process of its own: waits for one call, answers it and ends.
import { isDeepStrictEqual } from "node:util";
import { parseJson, SluiceError, toSluiceError, type Json, type PortableTask } from "@sluice/contracts";
import type { Answer } from "./process-executor.ts";

process.once("message", (call: { readonly task: PortableTask; readonly args: Json }) => {
  void callTask(call).then((answer) => process.send?.(answer, () => process.disconnect()));
});

async function callTask({ task, args }: { readonly task: PortableTask; readonly args: Json }): Promise<Answer> {
  try {
    const call = await findFunction(task);
    const result = await call(args);
    if (!isJson(result))
      throw new SluiceError("TASK_RESULT", `${task.export} answered with something that is not JSON`);
    return { result };
  } catch (error) {
    return { error: toSluiceError(error, "JOB_FAILED").serialize() };
  }
}

/** @throws `TASK_NOT_FOUND` */
async function findFunction({ module, export: name }: PortableTask): Promise<(args: Json) => unknown> {
  const imported = import(module) as Promise<Readonly<Record<string, unknown>>>;
  const exports = await imported.catch((cause: unknown) => {
    throw new SluiceError("TASK_NOT_FOUND", `${module} cannot be imported: ${String(cause)}`, { cause });
  });
  const found = exports[name];
  if (typeof found === "function") return found as (args: Json) => unknown;
  throw new SluiceError("TASK_NOT_FOUND", `${module} exports no function ${name}`);
}

/** Whether nothing is lost when it is sent as JSON. */
function isJson(value: unknown): value is Json {
  const text = JSON.stringify(value) as string | undefined;
  return text !== undefined && isDeepStrictEqual(parseJson(text), value);
}
