// `node greet-twice.ts FOLDER` looks a result up, stores it, and looks it up again.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheStorePoint } from "@sluice/contracts";
import { createHost } from "@sluice/core/host";
import plugin from "./index.ts";

const folder = resolve(process.argv[2] ?? "cache");
const key = "0".repeat(64);
const { signal } = new AbortController();
await mkdir(folder, { recursive: true });
const path = join(folder, "greeting.txt");
await writeFile(path, "Hello\n");

await using host = await createHost({ plugins: [plugin] });
const store = await host.extension(cacheStorePoint, "plain").create({ options: { folder: join(folder, "results") } });
const find = () => store.lookup({ key, directory: join(folder, "found"), signal });

const before = await find();
const outputs = { greeting: { class: "File", location: pathToFileURL(path).href } };
await store.store({ key, outputs, private: [], label: "/greet 0", signal });
const after = (await find()) as typeof outputs | undefined;
console.log(
  JSON.stringify({
    before: before ?? null,
    after: after && (await readFile(new URL(after.greeting.location), "utf8")),
  }),
);
