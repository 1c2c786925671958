import { removeFolder } from "../../../src/persist/index.ts";

const [folder = ""] = process.argv.slice(2);
await removeFolder(folder);
