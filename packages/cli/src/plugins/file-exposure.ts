import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What the system says of a file or folder. */
export interface FileFacts {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Whose process it is, and how to look at files. */
export interface Viewer {
  readonly uid: number;
  readonly gid: number;
  /** Undefined for what is not there. */
  readonly look: (path: string) => FileFacts | undefined;
}

/** This process, on systems that have users. */
export function thisViewer(): Viewer | undefined {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  if (uid === undefined || gid === undefined) return undefined;
  return { uid, gid, look: (path) => statSync(path, { throwIfNoEntry: false }) };
}

/**
 * Why others than this user and root could have put there what lies at a path, in words: it, its folder or one further up is theirs, or they
 * may write to it. In a sticky folder, such as /tmp, others can add what they like and change nothing: there it matters only for what lies
 * directly in it. Undefined when nobody else could.
 * @param path - absolute; its folder is without links
 */
export function exposureOf(path: string, viewer: Viewer): string | undefined {
  for (let [at, height] = [path, 0]; ; [at, height] = [dirname(at), height + 1]) {
    const facts = viewer.look(at);
    if (facts === undefined) return `${at} cannot be looked at`;
    if (facts.uid !== viewer.uid && facts.uid !== 0) return `${at} belongs to another user (${facts.uid})`;
    const isShielded = height > 1 && (facts.mode & sticky) !== 0;
    if (!isShielded && isWritable(facts, viewer)) return `${at} can be changed by others (mode ${modeText(facts)})`;
    if (dirname(at) === at) return undefined;
  }
}

/** Where a file really is, and, where a link leads there, the link: whoever can change one of them can change what is read. */
export function placesOf(file: string): readonly string[] {
  return [linkPath(file), realPath(file)];
}

/** A path whose folder is without links. */
export function linkPath(path: string): string {
  return join(realPath(dirname(path)), basename(path));
}

/** A path without links, or as it is when it leads nowhere. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const sticky = 0o1000;

function isWritable({ mode, gid }: FileFacts, viewer: Viewer): boolean {
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isPrivate(gid, viewer));
}

/** Where every user has a group of the same number, that group is nobody else. Root's is a group like any other. */
function isPrivate(gid: number, viewer: Viewer): boolean {
  return viewer.uid !== 0 && gid === viewer.gid && gid === viewer.uid;
}

function modeText({ mode }: FileFacts): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}
