const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Milliseconds of a text such as `90s`, `30m`, `12h`, `30d` or `2w`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text);
  const seconds = unitSeconds[match?.[2] ?? ""];
  return seconds === undefined ? undefined : Number(match?.[1]) * seconds * 1000;
}
