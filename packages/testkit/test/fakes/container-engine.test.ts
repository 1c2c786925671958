import { mkdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { fakeContainerEngine, temporaryFolder, type FakeContainerEngine } from "../../src/fakes/index.ts";
import { runCommand } from "./run-command.ts";

const sh = (script: string): string[] => ["/bin/sh", "-c", script];
const docker = (engine: FakeContainerEngine, ...words: string[]) => runCommand(engine.executable, words);

test("a command runs to its end, with the environment of a container and the exit code of its own", async () => {
  await using engine = await fakeContainerEngine();
  const ended = await docker(
    engine,
    "run",
    "--rm",
    "-e",
    "A=b c",
    "--env=D=",
    "debian:12",
    ...sh('echo "$A|$D|$USER|$HOME"; exit 3'),
  );
  expect(ended).toEqual({ status: 3, out: "b c|||/root\n", err: "" });
  expect(await engine.containers()).toEqual([]);
  expect(await engine.calls()).toEqual([
    ["docker", "run", "--rm", "-e", "A=b c", "--env=D=", "debian:12", ...sh('echo "$A|$D|$USER|$HOME"; exit 3')],
  ]);
});

test("standard input reaches a command that is asked to have it", async () => {
  await using engine = await fakeContainerEngine({ name: "podman" });
  expect(await runCommand(engine.executable, ["run", "-i", "--rm", "alpine", "cat"], "text")).toMatchObject({
    out: "text",
  });
});

test("a container in the background is found, can be used, and ends when it is told to", async () => {
  await using engine = await fakeContainerEngine();
  const { out } = await docker(engine, "run", "-d", "--name", "box", "--label", "job=7", "debian:12", "sleep", "300");
  const id = out.trim();
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect((await docker(engine, "ps", "-q", "--filter", "label=job=7")).out.trim()).toBe(id.slice(0, 12));
  expect((await docker(engine, "ps", "-q", "--filter", "label=job=8")).out).toBe("");
  expect(await docker(engine, "exec", "-e", "X=1", "box", ...sh("echo $X; exit 4"))).toMatchObject({
    status: 4,
    out: "1\n",
  });
  const [shown] = JSON.parse((await docker(engine, "inspect", id)).out) as {
    Name: string;
    State: { Running: boolean };
  }[];
  expect(shown).toMatchObject({ Name: "/box", State: { Running: true }, Config: { Labels: { job: "7" } } });
  expect((await docker(engine, "rm", "box")).status).toBe(1);
  expect((await docker(engine, "stop", "-t", "5", "box")).status).toBe(0);
  expect((await docker(engine, "inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "box")).out).toBe(
    "exited 143\n",
  );
  expect((await docker(engine, "ps", "-q")).out).toBe("");
  expect((await docker(engine, "rm", "box")).status).toBe(0);
  expect(await engine.containers()).toEqual([]);
});

test("what a container printed is kept, and how it ended", async () => {
  await using engine = await fakeContainerEngine();
  await docker(engine, "run", "-d", "--name", "box", "debian:12", ...sh("echo out; echo err >&2; exit 9"));
  expect((await docker(engine, "wait", "box")).out).toBe("9\n");
  expect(await docker(engine, "logs", "box")).toMatchObject({ out: "out\n", err: "err\n" });
});

test("mounts are translated", async () => {
  await using folder = await temporaryFolder();
  await mkdir(folder.at("work"));
  await using engine = await fakeContainerEngine();
  const words = ["-v", `${folder.at("work")}:/job:rw`, "-w", "/job", "-e", "OUT=/job/out"];
  expect((await docker(engine, "run", "--rm", ...words, "debian:12", ...sh('pwd; echo x >"$OUT"'))).out).toBe(
    `${folder.at("work")}\n`,
  );
  expect(await readFile(folder.at("work", "out"), "utf8")).toBe("x\n");
});

test("failures happen as often as they are asked for", async () => {
  await using engine = await fakeContainerEngine({ images: ["debian:12"] });
  await engine.fail({ command: "ps", message: "Cannot connect to the daemon", status: 7, times: 2 });
  for (let round = 0; round < 2; round++)
    expect(await docker(engine, "ps")).toEqual({ status: 7, out: "", err: "Cannot connect to the daemon\n" });
  expect((await docker(engine, "ps")).status).toBe(0);
  expect((await docker(engine, "pull", "unknown")).status).toBe(125);
  expect((await docker(engine, "run", "unknown", "true")).err).toContain("not found");
  expect((await docker(engine, "run", "--no-such-option", "debian:12")).status).toBe(125);
  expect((await docker(engine, "exec", "nobody", "true")).err).toContain("No such container");
});

test("disposing ends everything", async () => {
  await using folder = await temporaryFolder();
  {
    await using engine = await fakeContainerEngine();
    const script = `trap '' TERM; while :; do echo x >>'${folder.at("beat")}'; sleep 0.02; done`;
    await docker(engine, "run", "-d", "debian:12", ...sh(script));
    await sleep(100);
  }
  const before = await readFile(folder.at("beat"), "utf8");
  await sleep(150);
  expect(await readFile(folder.at("beat"), "utf8")).toBe(before);
});

test("names that no container can have are refused, and a program that is not there is told", async () => {
  await using engine = await fakeContainerEngine();
  for (const name of ["/align 0.3", "ü", "-x"]) {
    const { status, err } = await docker(engine, "run", "-d", `--name=${name}`, "debian:12", "true");
    expect([status, err]).toEqual([125, expect.stringContaining("Invalid container name")]);
  }
  const { status, err } = await docker(engine, "run", "--rm", "debian:12", "no-such-program");
  expect([status, err]).toEqual([127, expect.stringContaining('exec: "no-such-program"')]);
});
