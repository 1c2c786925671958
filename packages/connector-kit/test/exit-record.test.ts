import { expect, test } from "vitest";
import { formatExitRecord, parseExitRecord } from "../src/index.ts";

test("reads what a wrapper writes", () => {
  const text = '{"code":0,"cpu":["1m2.500000s","0m1.25s","0m2.5s","0m1.000s"]}\n';
  expect(parseExitRecord(text)).toEqual({ code: 0, usage: { cpuUser: 60, cpuSystem: 0.25 } });
});

test("names the signal behind a status above 128", () => {
  expect(parseExitRecord('{"code":0,"interrupted":true}\n')).toEqual({ code: 0, interrupted: true, usage: {} });
  expect(parseExitRecord('{"code":137,"timedOut":true}\n')).toEqual({
    code: 137,
    signal: "SIGKILL",
    timedOut: true,
    usage: {},
  });
  expect(parseExitRecord('{"code":255}\n')).toEqual({ code: 255, usage: {} });
});

test.each(["", "0m0.00s 0m0.00s\n0m0.00s 0m0.00s\n", '{"code":0', '{"code":0}', "{}\n", "null\n"])(
  "takes %j for not there yet",
  (text) => expect(parseExitRecord(text)).toBeUndefined(),
);

test("reads what is written in place of a wrapper", () => {
  expect(parseExitRecord(formatExitRecord({ code: 137 }))).toEqual({ code: 137, signal: "SIGKILL", usage: {} });
});
