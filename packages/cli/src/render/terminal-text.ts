/**
 * What the escape sequences of our own begin with until they are written. Nobody outside of this process can know it, so that what looks
 * like a sequence in the text of others is never taken for one of ours.
 */
export const escape: string = `\x1b${Math.random().toString(36).slice(2)}\x1b`;

/**
 * C0 without tab and line feed, DEL, C1, what turns the direction of text, and halves of characters: what may move the cursor, change what
 * stands on the screen already, or show a text as another one.
 */
const unsafe = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** A text as it is written for people: escape sequences of our own work, all other control characters are shown. */
export function terminalText(text: string): string {
  return text.split(escape).map(shownText).join("\x1b");
}

/** Shows control characters as JSON writes them, `\u001b`, which leaves JSON what it is; tabs and line ends stay. */
export function shownText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(unsafe, shown);
}

/** A name of others as a part of a line, which it must not end: line ends and tabs are shown, too. */
export function nameText(text: string): string {
  return shownText(text).replaceAll(/[\n\t]/g, (found) => (found === "\n" ? "\\n" : "\\t"));
}

function shown(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
