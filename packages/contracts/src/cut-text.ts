/** How much of a text that is too long for a message stays: its beginning and its end. */
const head = 1500;
const tail = 400;

/** A text as messages hold it. What a message quotes, such as the key of a document, may be megabytes long. */
export function cutText(text: string): string {
  if (text.length <= head + tail + 100) return text;
  const left = text.length - head - tail;
  return `${text.slice(0, head)}… [${left} characters left out] …${text.slice(-tail)}`.toWellFormed();
}
