// Runs in a process of its own: waits for one call, answers it and ends.
import { toSluiceError, type Json, type PortableTask } from "@sluice/contracts";
import type { Answer } from "./process-executor.ts";

process.once("message", (call: { readonly task: PortableTask; readonly args: Json }) => {
  void callTask(call).then((answer) => process.send?.(answer, () => process.disconnect()));
});

async function callTask({ task, args }: { readonly task: PortableTask; readonly args: Json }): Promise<Answer> {
  try {
    const module = (await import(task.module)) as Record<string, (args: Json) => Json | Promise<Json>>;
    const callable = module[task.export];
    if (!callable) throw new Error(`${task.module} exports no ${task.export}`);
    return { result: await callable(args) };
  } catch (error) {
    return { error: toSluiceError(error, "JOB_FAILED").serialize() };
  }
}
