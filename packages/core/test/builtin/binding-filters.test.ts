import {
  bindingFilterPoint as point,
  definePlugin,
  type BindingFilter,
  type JsonObject,
  type SluiceContext,
  type Target,
} from "@sluice/contracts";
import { afterEach, expect, test } from "vitest";
import { matchingFilterFactory, shuffleFilterFactory } from "../../src/builtin/binding-filters/index.ts";
import { createHost } from "../../src/create-host.ts";

const target = (deployment: string, service?: string): Target => ({
  deployment,
  locations: 1,
  ...(service !== undefined && { service }),
});
const targets = [target("a"), target("b"), target("b", "s"), target("c")];
const { signal } = new AbortController();
const warnings: string[] = [];
const logger = { warn: (text: string) => void warnings.push(text) };
const context = { logger } as unknown as SluiceContext;
afterEach(() => void warnings.splice(0));

const filterWith = (filter: BindingFilter, inputs: JsonObject, step = "/s", tag = "0"): Promise<readonly Target[]> =>
  Promise.resolve(filter.filter({ targets, step, tag, inputs, signal }));
const matching = (filters: JsonObject["filters"]): BindingFilter =>
  matchingFilterFactory.create({ name: "mine", options: { filters: filters ?? null }, context });
const where = (port: string, match: string | number | boolean | null): JsonObject => ({ port, match });

test("shuffle orders the targets of a job in the same way each time, and those of others in other ways", async () => {
  const filter = shuffleFilterFactory.create();
  const orders = new Map<string, string>();
  const firsts = new Map<Target | undefined, number>();
  for (let index = 0; index < 400; index++) {
    const order = await filterWith(filter, {}, "/s", `0.${index}`);
    expect(new Set(order)).toEqual(new Set(targets));
    expect(await filterWith(shuffleFilterFactory.create(), {}, "/s", `0.${index}`)).toEqual(order);
    orders.set(order.map((each) => targets.indexOf(each)).join(), "");
    firsts.set(order[0], (firsts.get(order[0]) ?? 0) + 1);
  }
  expect(orders.size).toBe(24);
  for (const each of targets) expect(firsts.get(each)).toBeGreaterThan(60);
});

test("rules of a target are alternatives, what one rule says must all be true", async () => {
  const filter = matching([
    { target: "a", job: [where("x", "1"), where("y", "yes")] },
    { target: "a", job: [where("z", "true")] },
    { target: "c", job: [where("x", 1)] },
    { target: "b", job: [] },
  ]);
  const names = async (inputs: JsonObject): Promise<string> =>
    (await filterWith(filter, inputs)).map(({ deployment }) => deployment).join();
  expect(await names({ x: 1, y: "yes", z: false })).toBe("a,b,b,c");
  expect(await names({ x: "1", y: "no", z: false })).toBe("b,b,c");
  expect(await names({ x: 2, y: "yes", z: true })).toBe("a,b,b");
  expect(await names({ x: 2, y: "yes", z: false })).toBe("b,b");
});

test("a rule may be about one service", async () => {
  const filter = matching([{ target: { deployment: "b", service: "s" }, job: [where("x", "1")] }]);
  expect(await filterWith(filter, { x: 1 })).toEqual([target("b", "s")]);
});

test.each([
  [true, "True"],
  [false, false],
  [null, "None"],
  [null, null],
  [1.5, "1.5"],
] as const)("%j is matched by %j", async (value, match) => {
  const filter = matching([{ target: "a", job: [where("x", match)] }]);
  expect(await filterWith(filter, { x: value })).toEqual([target("a")]);
  expect(await filterWith(filter, { x: "other" })).toEqual([]);
});

test("deployments without a rule, and inputs that are not there, are told of once a step", async () => {
  const filter = matching([{ target: "a", job: [where("x", "1")] }]);
  for (const step of ["/s", "/s", "/t"]) expect(await filterWith(filter, {}, step)).toEqual([]);
  expect(warnings.toSorted()).toEqual(
    ["/s", "/t"].flatMap((step) => [
      `binding filter 'mine', ${step}: no rule is about deployment 'b', which is left out`,
      `binding filter 'mine', ${step}: no rule is about deployment 'c', which is left out`,
      `binding filter 'mine', ${step}: there is no input 'x', which matches nothing`,
    ]),
  );
});

test.each([
  [{ class: "File", location: "file:///x" }, "a File"],
  [["1"], "a list"],
  [{ a: 1 }, "a record"],
] as const)("%j cannot be compared", (value, what) => {
  const filter = matching([{ target: "a", job: [where("x", "1")] }]);
  expect(() => filter.filter({ targets, step: "/s", tag: "0", inputs: { x: value }, signal })).toThrow(
    expect.objectContaining({
      code: "CONFIG_INVALID",
      message: expect.stringContaining(`'x' of /s, which is ${what}`),
      actor: "binding-filter mine",
    }),
  );
});

test("both are there by name, and their options are checked", async () => {
  let found: SluiceContext | undefined;
  const plugin = definePlugin({
    name: "test",
    version: "1.0.0",
    engine: "*",
    setup: (host) => void (found = host.context),
  });
  await using host = await createHost({ plugins: [plugin] });
  expect(host.extensions(point).has("shuffle")).toBe(true);
  const extension: SluiceContext["extension"] = (input) => (found as SluiceContext).extension(input);
  const options = { filters: [{ target: "a", job: [{ port: "x" }] }] };
  await expect(extension({ point, name: "matching", options })).rejects.toMatchObject({
    code: "PLUGIN_OPTIONS",
  });
  await expect(extension({ point, name: "matching", options: {} })).rejects.toMatchObject({
    code: "PLUGIN_OPTIONS",
  });
  expect((await extension({ point, name: "shuffle", options: {} })).options).toEqual({});
  expect((await extension({ point, name: "shuffle" })).options).toEqual({});
});
