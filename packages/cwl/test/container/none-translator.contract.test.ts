import { cwlDockerTranslatorContract } from "@sluice/testkit";
import { test } from "vitest";
import { noneTranslatorFactory } from "../../src/container/none-translator.ts";

cwlDockerTranslatorContract({ test, wrapped: true, capabilities: [], factory: () => noneTranslatorFactory.create() });
