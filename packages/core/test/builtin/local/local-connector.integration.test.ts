import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fakeLogger } from "@sluice/testkit/fakes";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalHarness, isRunning, until, type LocalHarness } from "./local-harness.ts";

let local: LocalHarness;
beforeEach(() => void (local = createLocalHarness()));
afterEach(() => local[Symbol.asyncDispose]());

const sh = (script: string): string[] => ["/bin/sh", "-c", script];

describe("how jobs start", () => {
  test("arguments and environment arrive as they are, and nothing else", async () => {
    const word = fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.replaceAll("\0", "").toWellFormed());
    const name = fc
      .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
      .filter((each) => !/^(?:LD_|_$|NODE_|LC_|GLIBC|MALLOC)/.test(each));
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 5 }),
        fc.dictionary(name, word, { maxKeys: 5 }),
        async (words, environment) => {
          const id = `weird-${number++}`;
          const script = "process.stdout.write(JSON.stringify([process.argv.slice(1), process.env]))";
          const argv = [process.execPath, "-e", script, "--", ...words];
          const status = await local.run(local.job(id, argv, { environment }));
          expect(status.exit?.code).toBe(0);
          expect(JSON.parse(local.text(id, "stdout"))).toEqual([words, environment]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("names of variables that no shell can export arrive too", async () => {
    const environment = {
      "a-b": "1",
      IFS: "x",
      OPTIND: "no number",
      UID: "7",
      PPID: "8",
      "é.": "ü\n",
      PATH: "/usr/bin:/bin",
    };
    const status = await local.run(local.job("names", ["env", "-0"], { environment }));
    expect(status.exit?.code).toBe(0);
    const pairs = local.text("names", "stdout").split("\0").slice(0, -1);
    expect(pairs.toSorted()).toEqual(
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}`)
        .toSorted(),
    );
  });

  test("secrets of the environment are in no list of processes", async () => {
    const argv = sh("cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' >seen; :");
    await local.run(
      local.job("secret", argv, {
        environment: { PATH: "/usr/bin:/bin", TOKEN: "hunter2-xyzzy", "odd-name": "hunter3-xyzzy" },
      }),
    );
    expect(local.text("secret", "out/seen")).not.toContain("xyzzy");
  });

  test("standard streams go where they belong", async () => {
    const input = join(local.folder, "input's file");
    writeFileSync(input, "from the file\n");
    const stdout = join(local.folder, "st'dout");
    await local.run(local.job("streams", sh("cat; echo problem >&2; pwd"), { stdin: input, stdout }));
    expect(readFileSync(stdout, "utf8")).toBe(`from the file\n${join(local.folder, "streams/out")}\n`);
    expect(local.text("streams", "stderr")).toBe("problem\n");
    expect((await local.run(local.job("empty", ["cat"]))).exit?.code).toBe(0);
  });

  test("a job has default signals, its own session, and no descriptor of the engine", async () => {
    const argv = sh("grep -E '^Sig(Ign|Blk)' /proc/self/status; ls /proc/self/fd");
    const bare = execFileSync("/bin/ls", ["/proc/self/fd"], { encoding: "utf8" }).trim().split("\n");
    await local.run(local.job("signals", argv));
    const lines = local.text("signals", "stdout").split("\n");
    expect(lines.filter((line) => line.startsWith("Sig")).every((line) => /\t0+$/.test(line))).toBe(true);
    expect(lines.filter((line) => /^\d+$/.test(line))).toEqual(bare);
  });

  test("a program that is not there ends with 127 and says so, one that cannot run with 126", async () => {
    expect((await local.run(local.job("absent", ["no-such-tool", "x"]))).exit?.code).toBe(127);
    expect(local.text("absent", "stderr")).toContain("no-such-tool");
    expect((await local.run(local.job("folder", ["/"]))).exit?.code).toBe(126);
    expect((await local.run(local.job("dashed", ["-x"]))).exit?.code).toBe(127);
  });

  test("what no process can be given is refused", async () => {
    await expect(local.submit(local.job("nul", ["echo", "a\0b"]))).rejects.toMatchObject({ code: "JOB_START" });
    await expect(local.submit(local.job("none", []))).rejects.toMatchObject({ code: "JOB_START" });
    const nowhere = local.job("nowhere", ["true"]);
    const directories = { ...nowhere.directories, job: "/nonexistent/job" };
    await expect(local.submit({ ...nowhere, directories })).rejects.toMatchObject({ code: "JOB_START" });
    expect((await local.run(local.job("after", ["true"]))).exit?.code).toBe(0);
  });

  test("the same id starts once", async () => {
    const job = local.job("once", sh("echo started >>count; sleep 0.2"));
    const [first, second] = await Promise.all([local.submit(job), local.submit(job)]);
    expect(second).toEqual(first);
    await local.ended("once");
    const third = await local.submit(job);
    expect(third.data["pid"]).toBe(first.data["pid"]);
    expect(local.text("once", "out/count")).toBe("started\n");
    const [status] = await local.connector.poll({ handles: [third], signal: local.signal });
    expect(status).toMatchObject({ state: "exited", exit: { code: 0 } });
  });
});

describe("how jobs end", () => {
  test("with their exit status, times and memory", async () => {
    const script = "const a = Buffer.alloc(2e8, 1); while (process.cpuUsage().user < 4e5); process.exit(3 + a[0] - 1)";
    const { exit } = await local.run(local.job("usage", [process.execPath, "-e", script]));
    expect(exit?.code).toBe(3);
    expect(exit?.usage.cpuUser).toBeGreaterThan(0.1);
    expect(exit?.usage.peakMemory).toBeGreaterThan(2e8);
    const { startedAt = 0, endedAt = 0 } = exit?.usage ?? {};
    expect(endedAt - startedAt).toBeGreaterThan(350);
    expect(Math.abs(endedAt - Date.now())).toBeLessThan(5000);
    expect(JSON.parse(local.text("usage", "exit.json"))).toMatchObject({ code: 3 });
    // The shell is used again: what it used before does not count.
    const next = await local.run(local.job("next", ["true"]));
    expect(next.exit?.usage.cpuUser).toBeLessThan(0.05);
  });

  test.each([
    ["TERM", 143, "SIGTERM"],
    ["KILL", 137, "SIGKILL"],
    ["INT", 130, "SIGINT"],
    ["SEGV", 139, "SIGSEGV"],
  ])("a signal %s is seen as %d", async (name, code, signal) => {
    const { exit } = await local.run(local.job("signal", sh(`kill -${name} $$`)));
    expect(exit).toMatchObject({ code, signal });
  });

  test("a job that signals its whole group does not take its end along", async () => {
    expect((await local.run(local.job("group", sh("kill -TERM 0; sleep 5")))).exit?.code).toBe(143);
    expect((await local.run(local.job("group-kill", sh("kill -KILL 0; sleep 5")))).exit?.code).toBe(137);
    const later = await local.run(local.job("later", ["true"]));
    expect(later.exit).toMatchObject({ code: 0 });
    expect(later.exit?.interrupted).toBeUndefined();
  });

  test("when their time is over, also when they ignore it", async () => {
    const { exit } = await local.run(local.job("limit", sh("sleep 60; echo never"), { timeout: 0.3 }));
    expect(exit).toMatchObject({ code: 143, timedOut: true });
    for (const timeout of [1e18, 1e30, Number.MAX_VALUE]) {
      const { exit: endless } = await local.run(
        local.job(`endless-${timeout}`.replace("+", ""), sh("sleep 0.2"), { timeout }),
      );
      expect(endless).toMatchObject({ code: 0 });
    }
    const quick = await local.run(local.job("quick", sh("exit 4"), { timeout: 60 }));
    expect(quick.exit).toMatchObject({ code: 4 });
    expect(quick.exit?.timedOut).toBeUndefined();
  });

  test("and short jobs do not wait for a long limit, however early they end", async () => {
    for (let number = 0; number < 100; number += 1) {
      const { exit } = await local.run(local.job(`short-${number}`, ["true"], { timeout: 3600 }));
      expect(exit?.code).toBe(0);
    }
  });
});

test("a job that a signal ended is nothing to warn of", async () => {
  const logger = fakeLogger();
  await using noted = createLocalHarness(undefined, logger);
  for (const name of ["TERM", "KILL", "HUP", "SEGV", "ABRT"]) {
    const { exit } = await noted.run(noted.job(name, ["/bin/sh", "-c", `kill -${name} $$`]));
    expect(exit?.code).toBeGreaterThan(128);
  }
  await noted.connector[Symbol.asyncDispose]();
  expect(logger.text()).toBe("");
});

describe("cancellation", () => {
  const cancel = async (id: string, graceMs: number): Promise<void> => {
    const [handle] = await local.connector.reattach({
      jobs: [{ id, directory: join(local.folder, id), location: "localhost" }],
      signal: local.signal,
    });
    await local.connector.cancel({ handles: [handle!], graceMs, signal: local.signal });
  };
  const pidIn = async (id: string, name: string): Promise<number> => {
    const file = join(local.folder, id, "out", name);
    await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"));
    return Number(readFileSync(file, "utf8"));
  };

  test("asks first", async () => {
    await local.submit(
      local.job("polite", sh("trap 'echo bye; exit 5' TERM; echo $$ >pid; while :; do sleep 0.05; done")),
    );
    await pidIn("polite", "pid");
    await cancel("polite", 5000);
    expect((await local.ended("polite")).exit).toMatchObject({ code: 5, interrupted: true });
    expect(JSON.parse(local.text("polite", "exit.json"))).toMatchObject({ code: 5, interrupted: true });
    expect(local.text("polite", "stdout")).toBe("bye\n");
  });

  test("forces who ignores it", async () => {
    await local.submit(local.job("stubborn", sh("trap '' TERM; echo $$ >pid; while :; do sleep 0.05; done")));
    const pid = await pidIn("stubborn", "pid");
    await cancel("stubborn", 200);
    expect((await local.ended("stubborn")).exit).toMatchObject({ code: 137, signal: "SIGKILL" });
    expect(isRunning(pid)).toBe(false);
    expect((await local.run(local.job("later", ["true"]))).exit?.code).toBe(0);
  });

  test("finds processes that forked away into a session of their own", async () => {
    const script =
      "(setsid sh -c 'trap \"\" TERM; echo $$ >far; exec sleep 300' &) ; (sh -c 'echo $$ >near; exec sleep 300' &); sleep 300";
    await local.submit(
      local.job("fork", sh(script), { environment: { PATH: "/usr/bin:/bin", TMPDIR: join(local.folder, "fork/tmp") } }),
    );
    const pids = [await pidIn("fork", "far"), await pidIn("fork", "near")];
    await cancel("fork", 300);
    expect(pids.map(isRunning)).toEqual([false, false]);
    expect((await local.ended("fork")).state).toBe("exited");
  });

  test("spares the jobs beside it", async () => {
    await local.submit(local.job("other", sh("sleep 1; echo done")));
    await local.submit(local.job("mine", ["sleep", "300"]));
    await cancel("mine", 1000);
    expect((await local.ended("mine")).exit?.code).toBe(143);
    expect((await local.ended("other")).exit?.code).toBe(0);
  });

  test("leaves nothing running when the environment is taken down", async () => {
    await local.run(local.job("daemon", sh("sleep 300 >/dev/null 2>&1 & echo $! >pid")));
    const pid = await pidIn("daemon", "pid");
    expect(isRunning(pid)).toBe(true);
    await local.connector.undeploy({ signal: local.signal });
    await until(() => !isRunning(pid));
  });
});

test("1,000 small jobs, two at a time", { timeout: 60_000 }, async () => {
  const count = 1000;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const { exit } = await local.run(local.job(`echo-${index}`, ["/bin/echo", `hello ${index}`]));
      expect(exit?.code).toBe(0);
    }
  };
  await Promise.all([lane(), lane()]);
  for (const index of [0, 499, 999]) expect(local.text(`echo-${index}`, "stdout")).toBe(`hello ${index}\n`);
});
