/** A short name for a process, from its URI: `file:///a/tool.cwl` is `tool`, `…/pack.cwl#align` is `align`. */
export function processName(uri: string): string {
  const { file, fragment } = split(uri);
  const name =
    fragment === "" || fragment === "main" ? file.replace(/\.(cwl|ya?ml|json)$/i, "") : lastSegment(fragment);
  return name === "" ? "main" : name;
}

/** A name for a process that is the same wherever its documents lie: the file without its folder, and the fragment. */
export function definitionName(uri: string): string {
  const { file, fragment } = split(uri);
  return fragment === "" ? file : `${file}#${fragment}`;
}

function split(uri: string): { file: string; fragment: string } {
  const hash = uri.indexOf("#");
  const address = (hash === -1 ? uri : uri.slice(0, hash)).replace(/\?.*$/, "");
  return { file: decode(lastSegment(address)), fragment: hash === -1 ? "" : decode(uri.slice(hash + 1)) };
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
