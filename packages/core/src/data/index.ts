export { discardFolder } from "./discard-jobs.ts";
export { folderCacheStoreFactory } from "./cache/folder-cache-store.ts";
export { defaultDataManagerFactory } from "./data-manager.ts";
export { createValueFingerprint, type Fingerprint } from "./fingerprint/value-fingerprint.ts";
export { canonicalJson } from "./fingerprint/canonical-json.ts";
export { localPath } from "./local-path.ts";
export { checkBrought } from "./cache/check-brought.ts";
export { stagingOf } from "./stage/entries-inside.ts";
