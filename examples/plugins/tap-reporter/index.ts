import { definePlugin, reporterPoint, type Plugin, type RunReporterFactory } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** Source: https://testanything.org/tap-version-14-specification.html */
export const tap: RunReporterFactory = {
  create({ name, out }) {
    let count = 0;
    out(`TAP version 14\n# ${name}\n`);
    return {
      event(event) {
        if (event.type === "step_completed") {
          count += 1;
          out(`ok ${count} - ${event.data.step} ${event.data.tag}\n`);
        } else if (event.type === "step_failed" && !event.data.retry) {
          count += 1;
          const { code, message } = event.data.error;
          out(`not ok ${count} - ${event.data.step} ${event.data.tag}\n  ---\n`);
          out(`  code: ${code}\n  message: ${JSON.stringify(message)}\n  ...\n`);
        }
      },
      end: () => out(`1..${count}\n`),
    };
  },
};

const tapReporter: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(reporterPoint, "tap", tap);
  },
});

export default tapReporter;
