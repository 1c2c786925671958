import fc from "fast-check";
import { expect, test } from "vitest";
import { pluginNames } from "../src/plugin-names.ts";

test.each([
  ["fair-share", "fair-share", "sluice-plugin-fair-share", "fairShare", "FairShare"],
  ["sluice-plugin-s3", "s3", "sluice-plugin-s3", "s3", "S3"],
  ["class", "class", "sluice-plugin-class", "classPlugin", "Class"],
  ["@lab/queue", "queue", "@lab/sluice-plugin-queue", "queue", "Queue"],
  ["@lab/sluice-plugin-two-words", "two-words", "@lab/sluice-plugin-two-words", "twoWords", "TwoWords"],
])("%s has the forms of its name", (given, plugin, name, camel, pascal) => {
  expect(pluginNames(given)).toEqual({ plugin, package: name, camel, pascal });
});

test.each(["", "Upper", "two words", "../up", "a--b", "-a", "a-", "1a", "@/x", "a/b", "$(x)"])(
  "%j is no name",
  (given) => {
    expect(pluginNames(given)).toBeUndefined();
  },
);

test("whatever is taken as a name gives identifiers and a package name that npm takes", () => {
  fc.assert(
    fc.property(fc.string(), (given) => {
      const names = pluginNames(given);
      if (!names) return;
      expect(names.camel).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(names.pascal).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      expect(names.package).toMatch(/^(@[a-z0-9][a-z0-9._-]*\/)?sluice-plugin-[a-z0-9-]+$/);
    }),
  );
});
