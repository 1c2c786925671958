/** A path without the slashes at its end. An expression would look at each run of slashes again from each of them. */
export function withoutSlashes(path: string): string {
  let end = path.length;
  while (path.charAt(end - 1) === "/") end -= 1;
  return path.slice(0, end);
}
