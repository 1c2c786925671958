import type { JobRequest, StagingEntry } from "@sluice/contracts";
import { expect, test } from "vitest";
import { stagingOf } from "../../src/data/index.ts";

const request = (staging: unknown, more: Partial<JobRequest> = {}): JobRequest => ({
  argv: ["true"],
  environment: {},
  directory: "/job/out",
  staging: staging as readonly StagingEntry[],
  ...more,
});
const link = { type: "input", source: "/user/f", target: "/job/out/d", writable: false } as const;

test("what is inside of the job's folder stays as it is", () => {
  const staging = [link, { type: "directory", target: "/job" }, { type: "literal", target: "/job/a\nb", contents: "" }];
  expect(stagingOf(request(staging), "/job")).toEqual(staging);
});

test.each(["/job/../x", "/jobs/x", "/", "x", "", "/job/out/../../x", "/job/\0", "/job/\udc00"])(
  "%j is not",
  (target) => {
    const refused = { code: "STAGING_FAILED", message: expect.stringContaining("not inside the folder of the job") };
    for (const entry of [
      { ...link, target },
      { type: "directory", target },
      { type: "literal", contents: "", target },
    ])
      expect(() => stagingOf(request([entry]), "/job")).toThrow(expect.objectContaining(refused));
    for (const stream of ["stdout", "stderr"])
      expect(() => stagingOf(request([], { [stream]: target }), "/job")).toThrow(expect.objectContaining(refused));
  },
);

test.each([
  null,
  5,
  {},
  { type: "file", target: "/job/x" },
  { type: "input", target: "/job/x" },
  { ...link, target: 5 },
])("%j is no entry", (entry) => {
  expect(() => stagingOf(request([entry]), "/job")).toThrow(expect.objectContaining({ code: "STAGING_FAILED" }));
});

test("streams get files of their own where an input is or could be linked", () => {
  const own = (target: string): StagingEntry => ({ type: "literal", target, contents: "" });
  const streams = { stdout: "/job/out/d", stderr: "/job/out/d/e/../f" };
  expect(stagingOf(request([link], streams), "/job").slice(1)).toEqual([own("/job/out/d"), own("/job/out/d/f")]);
  expect(stagingOf(request([link], { stdout: "/job/out/dd" }), "/job")).toEqual([link]);
});
