import { copyFile, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  definePlugin,
  isSluiceError,
  SluiceError,
  transferSchemePoint,
  type Plugin,
  type TransferScheme,
} from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

type Options = { readonly folder: string };

const datasetScheme: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const folder = resolve(host.context.configDir, (host.options as Options).folder);
    host.provide(transferSchemePoint, "dataset", createDatasetScheme(folder));
  },
});

export default datasetScheme;

/** A data set is a file of this folder. */
export function createDatasetScheme(folder: string): TransferScheme {
  return {
    async fetch({ uri, target, limit = Infinity, signal }) {
      const part = `${target}.part`;
      try {
        const source = join(folder, nameOf(uri));
        const { size } = await stat(source);
        if (size > limit) throw new SluiceError("TRANSFER_FAILED", `${uri} has ${size} bytes`, { retryable: false });
        await copyFile(source, part);
        signal.throwIfAborted();
        // The file appears whole or not at all.
        await rename(part, target);
      } catch (error) {
        await rm(part, { force: true });
        signal.throwIfAborted();
        throw isSluiceError(error) ? error : transferError(uri, error as NodeJS.ErrnoException);
      }
    },
  };
}

/** @throws `TRANSFER_FAILED` for what could lead out of the folder */
function nameOf(uri: string): string {
  const [, name] = /^dataset:\/\/([\w-][\w.-]*)$/.exec(uri) ?? [];
  if (name !== undefined) return name;
  throw new SluiceError("TRANSFER_FAILED", `${uri} is not of the form dataset://name`, { retryable: false });
}

function transferError(uri: string, cause: NodeJS.ErrnoException): SluiceError {
  if (cause.code === "ENOSPC") return new SluiceError("DISK_FULL", `no space is left for ${uri}`, { cause });
  const isMissing = cause.code === "ENOENT";
  const reason = isMissing ? "there is no such data set" : cause.message;
  return new SluiceError("TRANSFER_FAILED", `${uri}: ${reason}`, { retryable: !isMissing, cause });
}
