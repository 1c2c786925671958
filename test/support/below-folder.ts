import { relative } from "node:path";

/** A text that names files below a folder, with the folder left out: as positions show it, absolute or from the working directory, whichever is shorter. */
export function belowFolder(text: string, folder: string): string {
  return text.replaceAll(`${folder}/`, "").replaceAll(`${relative(process.cwd(), folder)}/`, "");
}
