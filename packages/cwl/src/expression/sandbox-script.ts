/** How the two forms of an expression become a script. Both prefixes stay on the first line, so that positions can be told. */
export const scriptPrefix = { expression: "(function(){return (", body: "(function(){" } as const;
const scriptSuffix = { expression: "\n);})()", body: "\n})()" } as const;

export const expressionFile = "expression";
export const libraryFile = "expressionLib";

export function expressionScript(form: "expression" | "body", body: string): string {
  return scriptPrefix[form] + body + scriptSuffix[form];
}

/**
 * Runs once in every new sandbox, before any foreign code, and keeps the intrinsics that it needs where foreign code cannot replace them.
 *
 * `enterJob` and `enterSelf` set the globals; integers that JavaScript cannot hold are replaced by getters that throw. `leave` turns a result into `=JSON`, or `!reason` when JSON cannot carry it. `describe` puts a thrown
 * value that is no Error into words. The console swallows what it is given, like that of the reference implementation.
 */
export const preludeScript = `(function (global) {
  "use strict";
  const parse = JSON.parse, stringify = JSON.stringify, isFinite = Number.isFinite, string = String;
  const tag = Function.prototype.call.bind(Object.prototype.toString);
  const quiet = function () {};
  global.console = { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet };
  global.inputs = global.self = global.runtime = undefined;
  const plain = { "[object Object]": 1, "[object Array]": 1, "[object Date]": 1, "[object String]": 1, "[object Number]": 1, "[object Boolean]": 1, __proto__: null };
  const unfit = {};
  let problem;
  const refuse = function (what, key) {
    problem = key === "" ? "it returned " + what : "the field or item " + stringify(key) + " of its result is " + what;
    throw unfit;
  };
  const check = function (key, value) {
    switch (typeof value) {
      case "number": if (!isFinite(value)) refuse(string(value), key); break;
      case "function": refuse("a function", key); break;
      case "symbol": refuse("a symbol", key); break;
      case "bigint": refuse("a BigInt", key); break;
      case "object": if (value !== null && plain[tag(value)] !== 1) refuse("a JavaScript " + tag(value).slice(8, -1), key);
    }
    return value;
  };
  const define = Object.defineProperty;
  const hide = function (root, path, digits) {
    let holder = global, key = root, name = root;
    for (let index = 0; index < path.length; index += 1) {
      holder = holder[key];
      key = path[index];
      name += typeof key === "number" ? "[" + key + "]" : "." + key;
    }
    const message = name + " is " + digits + ", which JavaScript cannot hold: it rounds integers beyond 2^53; $(" + name + ") alone, or within text, gives it exactly";
    define(holder, key, { enumerable: true, configurable: true, get: function () { throw new RangeError(message); } });
  };
  const hideAll = function (root, wide) {
    for (let index = 0; index < wide.length; index += 1) hide(root, wide[index][0], wide[index][1]);
  };
  return {
    enterJob: function (text) {
      const job = parse(text);
      global.inputs = job.inputs;
      global.runtime = job.runtime;
      if (job.wide) hideAll("inputs", job.wide);
    },
    enterSelf: function (text) {
      if (text[0] !== "!") {
        global.self = parse(text);
        return;
      }
      const given = parse(text.slice(1));
      global.self = given.self;
      hideAll("self", given.wide);
    },
    leave: function (value) {
      if (value === undefined) return "=null";
      try {
        const text = stringify(value, check);
        return text === undefined ? "!it returned a value without a JSON form" : "=" + text;
      } catch (error) {
        if (error === unfit) return "!" + problem;
        if (error && error.name === "TypeError" && /circular/.test(error.message)) return "!its result contains itself";
        throw error;
      }
    },
    describe: function (thrown) {
      return typeof thrown === "object" && thrown !== null ? stringify(thrown) : string(thrown);
    },
  };
})(globalThis)`;
