import { escape } from "./terminal-text.ts";

/** Colours for standard error; every function gives the text back as it is when colours are not wanted. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
  accent(text: string): string;
}

/** Makes the colours. */
export function createPaint(colour: boolean): Paint {
  const style = (open: number, close: number) => (text: string) =>
    colour && text !== "" ? `${escape}[${open}m${text}${escape}[${close}m` : text;
  return {
    good: style(32, 39),
    bad: style(31, 39),
    warn: style(33, 39),
    strong: style(1, 22),
    faint: style(2, 22),
    accent: style(36, 39),
  };
}
