import { expect, test } from "vitest";
import type { CommandLineTool, CwlVersion, Requirement } from "../../src/model/index.ts";
import { defaultListing } from "../../src/value/find-requirement.ts";

const deep: Requirement = { class: "LoadListingRequirement", loadListing: "deep_listing" };
const shallow: Requirement = { class: "LoadListingRequirement", loadListing: "shallow_listing" };
/** What the builder of processes writes out for v1.0. */
const asBuilt = { requirements: [], hints: [deep] };
const toolWith = (argument: string): CommandLineTool =>
  ({ class: "CommandLineTool", hints: [deep], arguments: [argument] }) as unknown as CommandLineTool;

test.each([
  ["$(inputs.folder.path)", "no_listing"],
  ["$(inputs.folder.listing.length)", "deep_listing"],
  ["${ return JSON.stringify(inputs); }", "deep_listing"],
  ["${ return Object.keys(inputs.folder); }", "deep_listing"],
  ["${ for (var name in inputs) { } return name; }", "deep_listing"],
])("v1.0 loads listings where an expression may look at them: %s", (argument, expected) => {
  expect(defaultListing(asBuilt, "v1.0", toolWith(argument))).toBe(expected);
});

test.each<[CwlVersion, readonly Requirement[], string]>([
  ["v1.0", [shallow], "shallow_listing"],
  ["v1.1", [], "no_listing"],
  ["v1.2", [deep], "deep_listing"],
  ["v1.2", [shallow], "shallow_listing"],
])("what a document says holds: %s", (version, requirements, expected) => {
  expect(defaultListing({ requirements, hints: [] }, version, toolWith("$(inputs.folder.path)"))).toBe(expected);
});
