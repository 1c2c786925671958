/** Breaks text at spaces; every line starts with the indent. Line ends in the text are kept. */
export function wrapText(text: string, width: number, indent: string): string {
  const room = Math.max(20, width - indent.length);
  return text
    .trim()
    .split("\n")
    .flatMap((paragraph) => wrapParagraph(paragraph.trim(), room))
    .map((line) => (indent + line).trimEnd())
    .join("\n");
}

function wrapParagraph(paragraph: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
