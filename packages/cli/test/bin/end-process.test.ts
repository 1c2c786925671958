import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";

const module = new URL("../../bin/end-process.js", import.meta.url).href;

/** Runs a script that ends with `endProcess`; reads what it writes only after a while. */
async function run(script: string, readAfter = 0): Promise<{ readonly status: unknown; readonly written: number }> {
  const code = `import { endProcess } from ${JSON.stringify(module)};\n${script}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  await sleep(readAfter);
  let written = 0;
  child.stdout.on("data", (chunk: Buffer) => (written += chunk.length));
  const [status] = (await closed) as [unknown];
  return { status, written };
}

const leak = "setInterval(() => {}, 1000); (await import('node:net')).createServer().listen(0);";
const megabyte = "process.stdout.write('x'.repeat(1 << 20));";

test("a command ends with its status although something was left running", async () => {
  expect(await run(`${leak} endProcess(7);`)).toEqual({ status: 7, written: 0 });
});

test("it ends after everything was written, however slowly it is read", async () => {
  expect(await run(`${leak} ${megabyte} endProcess(3);`, 1500)).toEqual({ status: 3, written: 1 << 20 });
});

test("it ends although nobody reads its output any more", async () => {
  const nobody = "process.stdout.on('error', () => {}); process.stdout.destroy();";
  expect(await run(`${leak} ${megabyte} ${nobody} endProcess(4);`)).toMatchObject({ status: 4 });
});

test("where nothing is left, nothing is cut short", async () => {
  const late = "setTimeout(() => process.stdout.write('late'), 100);";
  expect(await run(`endProcess(0); ${late}`)).toEqual({ status: 0, written: 4 });
});
