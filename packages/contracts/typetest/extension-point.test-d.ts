import { extensionPoint, type ExtensionPoint } from "@sluice/contracts";
import { expectTypeOf } from "vitest";

interface Greeter {
  greet(name: string): string;
}

const greeterPoint = extensionPoint<Greeter>({
  id: "greeter",
  apiVersion: 1,
  purpose: "Greets.",
  stability: "experimental",
});

expectTypeOf(greeterPoint).toEqualTypeOf<ExtensionPoint<Greeter>>();
expectTypeOf<ExtensionPoint<Greeter>>().not.toExtend<ExtensionPoint<number>>();
