import type { Json } from "@sluice/contracts";
import { expect, test } from "vitest";
import { fakeFunctionService, type FakeFunctionService } from "../../src/fakes/index.ts";

const functions = {
  double: (n: Json): Json => Number(n) * 2,
  fails: (): Json => {
    throw new Error("the reason why");
  },
  late: async (n: Json): Promise<Json> => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return n;
  },
};
const call = async (service: FakeFunctionService, name: string, input: Json, headers: Record<string, string> = {}) => {
  const url = `${service.url}/functions/${name}/invocations`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(input), headers });
  return { status: response.status, body: (await response.json()) as Json };
};

test("functions run, and their errors are told", async () => {
  await using service = await fakeFunctionService({ functions });
  expect(await call(service, "double", 21)).toEqual({ status: 200, body: 42 });
  expect(await call(service, "fails", null)).toEqual({ status: 500, body: { error: "the reason why" } });
  expect((await call(service, "nobody", null)).status).toBe(404);
  expect(service.calls.map(({ state, cold }) => [state, cold])).toEqual([
    ["succeeded", true],
    ["failed", true],
  ]);
});

test("a call can be asked about later", async () => {
  await using service = await fakeFunctionService({ functions });
  const { status, body } = await call(service, "late", 7, { "x-invocation-type": "event" });
  const { id } = body as { readonly id: string };
  expect(status).toBe(202);
  const ask = async () =>
    (await (await fetch(`${service.url}/invocations/${id}`)).json()) as { state: string; result?: Json };
  expect((await ask()).state).toBe("running");
  let now = await ask();
  while (now.state === "running") now = await ask();
  expect(now).toMatchObject({ state: "succeeded", result: 7 });
});

test("too many calls are refused, failures happen, and functions grow cold", async () => {
  await using service = await fakeFunctionService({ functions, concurrency: 1 });
  const statuses = (await Promise.all([1, 2, 3].map((n) => call(service, "late", n)))).map(({ status }) => status);
  expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 429, 429]);
  service.fail({ function: "double", status: 503, times: 2 });
  service.fail({});
  expect([(await call(service, "double", 1)).status, (await call(service, "double", 1)).status]).toEqual([503, 503]);
  await expect(call(service, "double", 1)).rejects.toThrow("fetch failed");
  await call(service, "double", 1);
  await call(service, "double", 1);
  service.cool();
  await call(service, "double", 1);
  expect(service.calls.slice(-3).map(({ cold }) => cold)).toEqual([true, false, true]);
});
