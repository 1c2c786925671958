import { adopt, runSuite } from "../suite/run-suite.ts";
import { argumentCases } from "./argument-cases.ts";
import { cancelCases } from "./cancel-cases.ts";
import { openConnectorHarness, type ConnectorHarness, type UndeployedHarness } from "./connector-harness.ts";
import type { ConnectorContractOptions, ConnectorSubject } from "./connector-subject.ts";
import { environmentCases } from "./environment-cases.ts";
import { exitCases } from "./exit-cases.ts";
import { fileCases } from "./file-cases.ts";
import { lifeCases } from "./life-cases.ts";
import { lossCases, outageCases } from "./outage-cases.ts";
import { placeCases } from "./place-cases.ts";
import { pollCases } from "./poll-cases.ts";
import { reattachCases } from "./reattach-cases.ts";
import { streamCases } from "./stream-cases.ts";
import { submitCases } from "./submit-cases.ts";
import { noWatchCases, watchCases } from "./watch-cases.ts";

/**
 * Registers the tests that every {@link Connector} must pass. Jobs of the suite need a POSIX shell at `/bin/sh` and the
 * usual tools in `/usr/bin` and `/bin` on the locations.
 *
 * @example
 * ```ts
 * connectorContract({
 *   test,
 *   capabilities: ["local"],
 *   factory: async () => {
 *     const folder = await temporaryFolder();
 *     const again = () => myConnectorFactory.create({ deployment, options: {}, configDir: "/", logger: fakeLogger() });
 *     return { connector: again(), again, folder: folder.path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
 *   },
 * });
 * ```
 */
export function connectorContract<Subject extends ConnectorSubject>(options: ConnectorContractOptions<Subject>): void {
  const { capabilities, unreachable, lose } = options;
  runSuite<UndeployedHarness>({
    options,
    groups: { life: lifeCases(capabilities) },
    open: async (wrap, stack) => {
      const { connector } = adopt(stack, await options.factory());
      return { connector: stack.use(wrap(connector)), signal: new AbortController().signal };
    },
  });
  const open = openConnectorHarness<Subject>(options);
  runSuite<ConnectorHarness>({
    options,
    groups: {
      locations: placeCases(capabilities),
      submit: submitCases,
      arguments: argumentCases,
      environment: environmentCases(options.environmentAdds ?? []),
      streams: streamCases,
      exit: exitCases,
      poll: pollCases,
      reattach: reattachCases,
      cancel: cancelCases,
      watch: capabilities.includes("watch") ? watchCases : noWatchCases,
      files: fileCases,
      ...(unreachable && { outage: outageCases }),
      ...(lose && { loss: lossCases }),
    },
    open,
  });
}
