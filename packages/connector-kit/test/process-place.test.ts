import { expect, test } from "vitest";
import { identifyProcess, processPlace, sightProcess, type ProcessIdentity, type ProcessPlace } from "../src/index.ts";

const here = processPlace();
const self = (place: Partial<ProcessPlace>): ProcessIdentity => ({
  ...(identifyProcess(process.pid) as ProcessIdentity),
  place: { ...here, ...place },
});
const gone = (place: Partial<ProcessPlace>): ProcessIdentity => ({ ...self(place), start: "another time" });
/** One that does not see all of its machine. */
const inside: ProcessPlace = { ...here, boot: "b", namespace: "pid:[1]" };

test("a process of this place is known to run, or to be gone", () => {
  expect(sightProcess(self({}))).toEqual({ state: "running", pid: process.pid });
  expect(sightProcess(gone({}))).toEqual({ state: "gone" });
  const { place: _none, ...old } = self({});
  expect(sightProcess(old)).toEqual({ state: "running", pid: process.pid });
});

test.each<[string, Partial<ProcessPlace>, string]>([
  ["another boot of this machine", { boot: "a" }, "gone"],
  ["another machine", { host: "other", boot: "a" }, "unknown"],
  ["another machine of the same name", { machine: "m", boot: "a" }, "unknown"],
  ["another container of this machine", { host: "other", boot: "b", namespace: "pid:[2]" }, "unknown"],
])("a process of %s is %s", (_name, place, state) => {
  expect(sightProcess(self(place), inside)).toEqual({ state });
});
