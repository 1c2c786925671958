import type { Json } from "@sluice/contracts";

/** A task is a function that another process can import. */
export function square(args: Json): Json {
  return Number(args) ** 2;
}

/** Says where it runs. */
export function processId(): Json {
  return process.pid;
}
