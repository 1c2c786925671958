import type { Json } from "@sluice/contracts";
import { expect, test } from "vitest";
import { fetchCopies, remoteLocations, withLocations, withoutCopies } from "../../src/value/local-copies.ts";

const near = { class: "File", location: "file:///a" };
const far = {
  class: "File",
  location: "https://host/b%20c",
  secondaryFiles: [{ class: "File", location: "http://host/d" }],
};
const value: Json = {
  near: [near],
  far: [{ deep: far }],
  text: "https://host/e",
  folder: { class: "Directory", location: "http://host/f" },
};

test("finds Files of other machines, wherever they are", () => {
  expect([...remoteLocations(value)]).toEqual(["https://host/b%20c", "http://host/d"]);
  expect(remoteLocations([1, null, "http://x", near]).size).toBe(0);
});

test("puts copies in their place, leaves the rest as it is, and finds back", async () => {
  const { signal } = new AbortController();
  const fetch = ({ uri }: { uri: string }): Promise<string> => Promise.resolve(`/tmp/${uri.length} x`);
  const copies = await fetchCopies(remoteLocations(value), fetch, signal);
  const local = withLocations(value, copies);
  expect(local).toMatchObject({
    far: [{ deep: { location: "file:///tmp/18%20x", secondaryFiles: [{ location: "file:///tmp/13%20x" }] } }],
    text: "https://host/e",
  });
  expect((local as { near: unknown }).near).toBe(value["near"]);
  expect(withoutCopies(local, copies)).toEqual(value);
  expect(withLocations(near, copies)).toBe(near);
});
