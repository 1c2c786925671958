import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  decodeEvent,
  definePlugin,
  encodeEvent,
  isSluiceError,
  operationPoint,
  type RunEvent,
  type RunStore,
  type StoredRow,
  type ValueOperation,
  type WorkflowGraph,
} from "@sluice/contracts";
import { expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { readJournal } from "../../src/engine/read-journal.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { currentEvents } from "../persist/golden-events.ts";

/** A condition, a scatter with an operation in it that fails for one element, and a gather. */
function sample(): WorkflowGraph {
  const builder = createGraphBuilder({ name: "sample", frontend: "test" });
  const [list, passed] = [builder.addInput("list"), builder.addPort("/passed", 0)];
  const [item, made, all] = [builder.addPort("/item", 1), builder.addPort("/made", 1), builder.addPort("/all", 0)];
  const operation = (name: string) => ({ name, version: 1, params: null });
  builder.addStep("/when", {
    kind: "conditional",
    depth: 0,
    inputs: { list: { port: list } },
    outputs: { list: passed },
    otherwise: [all],
    operation: operation("yes"),
  });
  builder.addStep("/scatter", {
    kind: "scatter",
    method: "dotproduct",
    depth: 0,
    scatter: ["list"],
    inputs: { list: { port: passed } },
    outputs: { list: item },
  });
  builder.addStep("/make", {
    kind: "transform",
    depth: 1,
    inputs: { item: { port: item }, more: { value: 1 } },
    outputs: { made },
    operation: operation("make"),
  });
  builder.addStep("/gather", {
    kind: "gather",
    scatter: "/scatter",
    depth: 0,
    inputs: { made: { port: made } },
    outputs: { made: all },
  });
  builder.setOutput("all", all);
  return builder.build();
}

const value = (evaluate: ValueOperation["evaluate"]): ValueOperation => ({ kind: "value", version: 1, evaluate });

/** The journal of a run that ended. */
async function journalOfRun(): Promise<StoredRow[]> {
  const home = mkdtempSync(join(tmpdir(), "sluice-damaged-"));
  const plugin = definePlugin({
    name: "test",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      host.provide(
        operationPoint,
        "yes",
        value(() => Promise.resolve({ result: true })),
      );
      host.provide(
        operationPoint,
        "make",
        value(({ inputs }) =>
          inputs["item"] === 3 ? Promise.reject(new Error("three")) : Promise.resolve({ made: inputs["item"] ?? null }),
        ),
      );
    },
  });
  await using database = createMemoryDatabase({ home });
  const kept = Object.create(database, { [Symbol.asyncDispose]: { value: async () => undefined } }) as typeof database;
  {
    await using engine = await createEngine({ database: kept, plugins: [plugin] });
    const run = await engine.createRun({ graph: sample(), inputs: { list: [1, 2, 3] }, runId: "r" });
    await run.execute();
  }
  await using store = await database.openRun({ run: "r", readonly: true });
  const rows = (await Array.fromAsync(store.read())).map((event) => ({
    ...encodeEvent(event),
    seq: event.seq,
    time: 1,
  }));
  rmSync(home, { recursive: true, force: true });
  return rows;
}

/** Each place in a value, from the outside to the inside. */
function placesIn(part: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof part !== "object" || part === null) return [path];
  return [path, ...Object.entries(part).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

const wrong: readonly unknown[] = [null, 1, -1, 1e308, "", "x", true, [], {}, [[]], { x: {} }, undefined];

function* damagesOf(data: string): Generator<string> {
  for (const [key = "", ...path] of placesIn(JSON.parse(data))) {
    for (const other of wrong) {
      const copy = JSON.parse(data) as Record<string, unknown>;
      const inner = [key, ...path].slice(0, -1).reduce((at, name) => at[name] as Record<string, unknown>, copy);
      const last = path.at(-1) ?? key;
      if (last === "") continue;
      if (other === undefined) {
        delete inner[last];
        inner[`${last}~`] = 1;
      } else inner[last] = other;
      yield JSON.stringify(copy);
    }
  }
}

async function codeOf(rows: readonly StoredRow[]): Promise<string> {
  const store = {
    run: "r",
    // oxlint-disable-next-line typescript/require-await -- the store's own form
    async *read() {
      for (const row of rows) yield decodeEvent(row);
    },
  } as unknown as RunStore;
  try {
    await readJournal(store);
    return "read";
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    expect(error.message).toMatch(/event \d+/i);
    return error.code;
  }
}

test("whatever is wrong in an event that is still JSON, the journal is called damaged, and the event named", async () => {
  const rows = await journalOfRun();
  expect(rows.map(({ type }) => type)).toContain("step_failed");
  expect(await codeOf(rows)).toBe("read");
  const told = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    for (const data of damagesOf(row.data)) {
      const code = await codeOf(rows.with(index, { ...row, data }));
      told.set(code, (told.get(code) ?? 0) + 1);
    }
  }
  // A value of somebody's may as well be another one.
  expect([...told.keys()].toSorted()).toEqual(["JOURNAL_CORRUPT", "read"]);
  expect(told.get("JOURNAL_CORRUPT")).toBeGreaterThan(1000);
}, 60_000);

test("whoever reads an event gets it as its type says, or is told that the journal is damaged", () => {
  for (const event of Object.values(currentEvents) as RunEvent[]) {
    const row = { ...encodeEvent(event), seq: 7, time: 1 };
    for (const data of damagesOf(row.data)) {
      try {
        decodeEvent({ ...row, data });
      } catch (error) {
        expect(isSluiceError(error) && `${error.code} ${error.message}`).toMatch(/^JOURNAL_CORRUPT .*[Ee]vent 7 /);
      }
    }
  }
});

test("an event that is nested without end is damaged", async () => {
  const rows = await journalOfRun();
  const list = `${'{"list":['.repeat(200_000)}${"]}".repeat(200_000)}`;
  const data = `{"outputs":{"a":${list}}}`;
  const last = rows.length - 1;
  expect(await codeOf(rows.with(last, { type: "run_completed", version: 1, data, seq: last + 1, time: 1 }))).toBe(
    "JOURNAL_CORRUPT",
  );
});
