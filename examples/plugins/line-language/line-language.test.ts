import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { frontendContract, pluginContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import plugin from "./index.ts";
import { lineFrontend } from "./line-frontend.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice });
frontendContract({
  test,
  async factory() {
    const folder = await temporaryFolder();
    const [document, faulty] = [folder.at("fine.lines"), folder.at("faulty.lines")];
    await writeFile(document, "# two steps\nnumbers: seq 3\nlast: tail -1\n");
    await writeFile(faulty, "numbers: seq 3\nno command\n");
    const close = () => folder[Symbol.asyncDispose]();
    return { frontend: lineFrontend, document, texts: {}, inputs: {}, faulty, [Symbol.asyncDispose]: close };
  },
});
