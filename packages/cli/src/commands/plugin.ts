import type { Command } from "../command-line/command-spec.ts";
import { nearestName } from "../command-line/nearest-name.ts";
import { usageError } from "../command-line/usage-error.ts";
import { configOption } from "../session/listed-plugins.ts";
import { pluginOption } from "../session/plugin-request.ts";

const actions = ["list", "show", "add", "remove", "trust"];

/** `sluice plugin`. */
export const command: Command = {
  spec: {
    name: "sluice plugin",
    usage: ["list [OPTIONS]", "show [OPTIONS] NAME", "add SPEC", "remove NAME", "trust [--remove] [DIR]"],
    purpose:
      "Looks after plugins. Those of packages that the project depends on are there by themselves, and so are those that " +
      "'add' installs for this user: SPEC is what npm installs (a package's name, a tarball), or a file or folder, which " +
      "stays where it is. Nothing of a plugin is run to list or show it. Packages in a folder that belongs to another user, or that " +
      "others can change, are left out until 'trust' is told the folder; without DIR it lists those that are trusted.",
    options: [
      { name: "load", doc: "With show: load the plugin, too, and say whether it works and is what its manifest says" },
      { name: "json", doc: "With list, show and trust: write JSON" },
      { name: "remove", doc: "With trust: trust the folder no longer" },
      configOption,
      pluginOption,
    ],
    examples: [
      { line: "sluice plugin list", doc: "What is there, where it comes from, and whether it is in order" },
      { line: "sluice plugin add sluice-plugin-example", doc: "Install a package for this user" },
      { line: "sluice plugin show ./my-plugin.ts --load", doc: "Look at a plugin that is being written" },
      { line: "sluice plugin trust .", doc: "Load the plugins of a project of others that was looked at" },
    ],
    positionals: { least: 1, most: 2, what: "to be told 'list', 'show', 'add', 'remove' or 'trust'" },
  },
  run: async ({ given, console }) => {
    const [action = "", name] = given.positionals;
    if (!actions.includes(action)) throw unknownAction(action);
    if (action === "list") {
      if (name !== undefined) throw usageError("sluice plugin list takes no name", `sluice plugin show ${name}`);
      const { listPlugins } = await import("../plugins/list-plugins.ts");
      return listPlugins(given, console);
    }
    if (action === "trust") {
      const { trustFolder } = await import("../plugins/trust-folder.ts");
      return trustFolder(name, given, console);
    }
    if (name === undefined || name.trim() === "")
      throw usageError(`sluice plugin ${action} needs ${action === "add" ? "SPEC" : "NAME"}`);
    switch (action) {
      case "add": {
        const { addPlugin } = await import("../plugins/add-plugin.ts");
        return addPlugin(name, console);
      }
      case "remove": {
        const { removePlugin } = await import("../plugins/remove-plugin.ts");
        return removePlugin(name, console);
      }
      default: {
        const { showPlugin } = await import("../plugins/show-plugin.ts");
        return showPlugin(name, given, console);
      }
    }
  },
};

function unknownAction(action: string): Error {
  const nearest = nearestName(action, actions);
  const hint =
    nearest === undefined
      ? "It knows 'list', 'show', 'add', 'remove' and 'trust'."
      : `Did you mean 'sluice plugin ${nearest}'?`;
  return usageError(`sluice plugin cannot '${action}'`, hint);
}
