import { createContext, Script, type Context } from "node:vm";

/** How long (ms) a pattern may look at one text. Patterns that are in order take less than one. */
const limit = 1000;

const search = new Script("expression.test(text)");

/** As much of a pattern as validators ask for. */
interface LimitedRegExp {
  test(text: string): boolean;
  toString(): string;
}

/**
 * A pattern of somebody else that cannot hang: some need longer than the world is old for a text of forty characters.
 * @throws `SyntaxError` for what is no pattern; its `test` throws when the time is over
 */
export function limitedRegExp(pattern: string, flags: string): LimitedRegExp {
  const expression = new RegExp(pattern, flags);
  let context: Context | undefined;
  return {
    // Validators tell patterns apart by it.
    toString: () => String(expression),
    test(text) {
      context ??= createContext({ expression, text });
      context["text"] = text;
      try {
        return search.runInContext(context, { timeout: limit }) === true;
      } catch (cause) {
        throw new Error(`a pattern takes longer than ${limit / 1000} s to look at a text: ${pattern}`, { cause });
      }
    },
  };
}
/** What validators ask for who write code that makes such patterns. Nobody here does. */
limitedRegExp.code = "";
