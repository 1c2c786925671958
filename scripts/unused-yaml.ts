/**
 * Lets a bundle leave out what it does not use of the YAML library. Only events are taken from it, but a bundler cannot know that making
 * the schemas and patterns of all the rest has no effect; compiling them is a tenth of the time of a short command.
 */
import type { Plugin } from "rolldown";

/** The plugin of the bundler. Positions within the library are lost to source maps. */
export function unusedYaml(): Plugin {
  return {
    name: "unused-yaml",
    transform: {
      filter: { id: /\/node_modules\/js-yaml\// },
      handler(code) {
        let changed = "";
        let end = 0;
        for (const statement of this.parse(code).body) {
          if (statement.type !== "VariableDeclaration") continue;
          for (const { init } of statement.declarations) {
            if (!init || !mayHaveEffects.has(init.type)) continue;
            changed += `${code.slice(end, init.start)}/* @__PURE__ */ (() => (${code.slice(init.start, init.end)}))()`;
            end = init.end;
          }
        }
        return { code: changed + code.slice(end), map: { mappings: "" } };
      },
    },
  };
}

const mayHaveEffects = new Set([
  "NewExpression",
  "CallExpression",
  "TemplateLiteral",
  "ArrayExpression",
  "ObjectExpression",
]);
