import { expect, test } from "vitest";
import { exposureOf, type FileFacts } from "../../src/plugins/file-exposure.ts";

const me = 1000;
const root = { uid: 0, gid: 0, mode: 0o755 };
const mine = { uid: me, gid: me, mode: 0o755 };
const temporary = { uid: 0, gid: 0, mode: 0o1777 };

/** `/tmp/project/package.json` of this user, with some of it otherwise. */
function exposure(changed: Readonly<Record<string, FileFacts>>, uid = me): string | undefined {
  const facts: Readonly<Record<string, FileFacts>> = {
    "/": root,
    "/tmp": temporary,
    "/tmp/project": { ...mine, uid, gid: uid },
    "/tmp/project/package.json": { ...mine, uid, gid: uid, mode: 0o644 },
    ...changed,
  };
  return exposureOf("/tmp/project/package.json", { uid, gid: uid, look: (path) => facts[path] });
}

test.each<[string, Readonly<Record<string, FileFacts>>]>([
  ["this user's own folder below a sticky one", {}],
  ["a folder of root", { "/tmp/project": root, "/tmp/project/package.json": root }],
  ["what only the group that is this user's alone may write", { "/tmp/project": { ...mine, mode: 0o775 } }],
])("%s is nobody else's", (_title, changed) => {
  expect(exposure(changed)).toBeUndefined();
});

test.each<[string, Readonly<Record<string, FileFacts>>, string]>([
  [
    "a file of others",
    { "/tmp/project/package.json": { ...mine, uid: 7 } },
    "/tmp/project/package.json belongs to another user (7)",
  ],
  ["a folder of others", { "/tmp/project": { ...mine, uid: 7 } }, "/tmp/project belongs to another user (7)"],
  ["a folder of others further up", { "/tmp": { ...mine, uid: 7 } }, "/tmp belongs to another user (7)"],
  [
    "a file that everybody may write",
    { "/tmp/project/package.json": { ...mine, mode: 0o666 } },
    "/tmp/project/package.json can be changed by others (mode 0666)",
  ],
  [
    "a folder that everybody may write",
    { "/tmp/project": { ...mine, mode: 0o777 } },
    "/tmp/project can be changed by others (mode 0777)",
  ],
  [
    "a sticky folder itself",
    { "/tmp/project": { ...mine, mode: 0o1777 } },
    "/tmp/project can be changed by others (mode 1777)",
  ],
  [
    "a folder that a group may write",
    { "/tmp/project": { ...mine, gid: 50, mode: 0o775 } },
    "/tmp/project can be changed by others (mode 0775)",
  ],
  [
    "a folder further up that everybody may write",
    { "/tmp": { ...root, mode: 0o777 } },
    "/tmp can be changed by others (mode 0777)",
  ],
])("%s is not", (_title, changed, why) => {
  expect(exposure(changed)).toBe(why);
});

test("to root, what belongs to a user is another's, and its group a group like any other", () => {
  expect(exposure({ "/tmp/project": mine }, 0)).toBe("/tmp/project belongs to another user (1000)");
  expect(exposure({ "/tmp/project": { ...root, mode: 0o775 } }, 0)).toBe(
    "/tmp/project can be changed by others (mode 0775)",
  );
  expect(exposure({}, 0)).toBeUndefined();
});
