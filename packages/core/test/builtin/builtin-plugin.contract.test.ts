import { pluginContract } from "@sluice/testkit";
import { test } from "vitest";
import { builtinPlugin } from "../../src/builtin/index.ts";
import { builtinManifest } from "../../src/builtin/manifest.ts";

pluginContract({ test, plugin: builtinPlugin, manifest: builtinManifest });
