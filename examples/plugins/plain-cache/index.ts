import { cacheStorePoint, definePlugin, manifestDetails, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };
import { createPlainCache } from "./plain-cache.ts";

const plainCache: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(
      cacheStorePoint,
      "plain",
      { create: ({ options }) => createPlainCache(options["folder"] as string) },
      manifestDetails(about.sluice, "cache-store", "plain"),
    );
  },
});

export default plainCache;
