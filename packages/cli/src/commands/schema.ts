import type { Command } from "../command-line/command-spec.ts";
import { usageError } from "../command-line/usage-error.ts";
import { pluginOption } from "../session/plugin-request.ts";
import { configOption, listedPlugins } from "../session/listed-plugins.ts";

const version = "v1.0";

/** `sluice schema`. */
export const command: Command = {
  spec: {
    name: "sluice schema",
    usage: ["[OPTIONS] [VERSION]"],
    purpose:
      "Prints the JSON Schema of configuration files, with all that the plugins here add to it. Editors complete and check " +
      `sluice.yml by it. VERSION is the version of the format: ${version}, the only one.`,
    options: [
      { name: "pretty", doc: "Write it on many lines" },
      { name: "streamflow", doc: "The schema of files named streamflow.yml, which have no plugins and no secrets" },
      configOption,
      pluginOption,
    ],
    examples: [
      { line: "sluice schema --pretty > sluice.schema.json", doc: "For the line '# yaml-language-server: $schema=…'" },
    ],
    positionals: { least: 0, most: 1, what: "a version" },
  },
  run: async ({ given, console }) => {
    const [wanted = version] = given.positionals;
    if (wanted !== version) throw usageError(`there is no version '${wanted}' of the format`, `There is: ${version}.`);
    const [{ composeSchema }, { orInterpolated }, { usableSchemas }, { extensionCatalogue }] = await Promise.all([
      import("../config/compose-schema.ts"),
      import("../config/or-interpolated.ts"),
      import("../config/usable-schemas.ts"),
      import("../plugins/extension-catalogue.ts"),
    ]);
    const { sources } = await listedPlugins(given, console);
    const kind = given.flag("streamflow") ? "streamflow" : "sluice";
    const found = { catalogue: await extensionCatalogue(sources), plugins: sources };
    const usable = await usableSchemas(found, (text) => console.err(`warning: ${text}\n`));
    const composed = composeSchema({ kind, ...usable });
    // Files of StreamFlow have no texts that become something else.
    const schema = kind === "sluice" ? orInterpolated(composed) : composed;
    console.out(`${JSON.stringify(schema, undefined, given.flag("pretty") ? 2 : undefined)}\n`);
    return 0;
  },
};
