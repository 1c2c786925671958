import { isExactNumber, type Json } from "@sluice/contracts";
import { choicesOf } from "./choices.ts";
import type { ConfigFile } from "./config-file.ts";
import type { ConfigPath } from "./config-document.ts";
import { setAt } from "./read-texts.ts";

/** Makes `$${secret:…}` the text that it stands for, wherever nobody does so later: in options that is left to who reads secrets. */
export function unescapeTexts(file: ConfigFile): void {
  const options = [...choicesOf(file)].map(({ optionsPath }) => `${optionsPath.join("\0")}\0`);
  const whole = file as unknown as Json;
  for (const [path, text] of escapedTexts(whole, [])) {
    const place = path.join("\0");
    const isOption = (path[0] === "plugins" && path[2] === "options") || options.some((each) => place.startsWith(each));
    if (!isOption)
      setAt(
        whole,
        path,
        text.replaceAll("$${secret:", () => "${secret:"),
      );
  }
}

function* escapedTexts(value: Json, path: ConfigPath): Generator<readonly [ConfigPath, string]> {
  if (typeof value === "string") {
    if (value.includes("$${secret:")) yield [path, value];
  } else if (typeof value === "object" && value !== null && !isExactNumber(value)) {
    for (const [key, each] of Object.entries(value)) yield* escapedTexts(each, [...path, key]);
  }
}
