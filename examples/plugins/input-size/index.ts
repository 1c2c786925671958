import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  bindingFilterPoint,
  definePlugin,
  isFileValue,
  manifestDetails,
  type BindingFilter,
  type FileValue,
  type Json,
  type Plugin,
} from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

type Options = { readonly bytes: number; readonly large: readonly string[] };

const inputSize: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(
      bindingFilterPoint,
      "input-size",
      { create: ({ options }) => createInputSizeFilter(options as Options) },
      manifestDetails(about.sluice, "binding-filter", "input-size"),
    );
  },
});

export default inputSize;

/** Leaves the targets that are for inputs of a job's size. */
export function createInputSizeFilter({ bytes, large }: Options): BindingFilter {
  return {
    async filter({ targets, inputs }) {
      const sizes = await Promise.all(filesIn(inputs).map(sizeOf));
      const isLarge = sizes.reduce((sum, size) => sum + size, 0) >= bytes;
      return targets.filter(({ deployment }) => large.includes(deployment) === isLarge);
    },
  };
}

function filesIn(value: Json): FileValue[] {
  if (typeof value !== "object" || value === null) return [];
  return [...(isFileValue(value) ? [value] : []), ...Object.values(value).flatMap(filesIn)];
}

async function sizeOf({ size, location }: FileValue): Promise<number> {
  if (typeof size === "number") return size;
  if (typeof location !== "string" || !location.startsWith("file:")) return 0;
  return (await stat(fileURLToPath(location))).size;
}
