import type { Hardware } from "@sluice/contracts";

/** One kind of hardware with the words for it. */
interface Kind {
  readonly key: keyof Hardware;
  readonly describe: (amount: number) => string;
}

/** Every kind of hardware that is accounted for. A kind that is added to the contract is added here. */
export const hardwareKinds: readonly Kind[] = [
  { key: "cores", describe: (amount) => `${number(amount)} ${amount === 1 ? "core" : "cores"}` },
  { key: "memory", describe: (amount) => `${number(amount)} MiB of memory` },
  { key: "tmpdirSize", describe: (amount) => `${number(amount)} MiB for temporary files` },
  { key: "outdirSize", describe: (amount) => `${number(amount)} MiB for outputs` },
  { key: "gpus", describe: (amount) => `${number(amount)} ${amount === 1 ? "GPU" : "GPUs"}` },
];

/** Fractions such as 0.1 + 0.2 must fill 0.3. */
const tolerance = 1e-6;

/** The sum of two amounts. */
export function addHardware(left: Hardware, right: Hardware): Hardware {
  return combine(left, right, (a, b) => a + b);
}

/** What remains of the first; never less than nothing. */
export function subtractHardware(left: Hardware, right: Hardware): Hardware {
  return combine(left, right, (a, b) => (a - b < tolerance ? 0 : a - b));
}

/** The smaller of each kind; what one of them does not name, it asks nothing of. */
export function leastHardware(left: Hardware, right: Hardware): Hardware {
  return combine(left, right, Math.min);
}

/** Whether a job fits beside what is in use. A kind that the total does not name is not limited; GPUs must be named. */
export function fitsHardware(input: {
  readonly asked: Hardware;
  readonly used: Hardware;
  readonly total: Hardware;
}): boolean {
  return lackingKind(input) === undefined;
}

/** Which kind is not enough, in words; undefined when everything is. */
export function lackingHardware(input: { readonly asked: Hardware; readonly total: Hardware }): string | undefined {
  const kind = lackingKind({ ...input, used: {} });
  return (
    kind && `${kind.describe(input.asked[kind.key] ?? 0)} asked for, it has ${number(capacity(input.total, kind.key))}`
  );
}

/** Equal for equal amounts. */
export function hardwareKey(hardware: Hardware): string {
  return hardwareKinds.map(({ key }) => hardware[key] ?? "").join(",");
}

function lackingKind({ asked, used, total }: { asked: Hardware; used: Hardware; total: Hardware }): Kind | undefined {
  return hardwareKinds.find(({ key }) => {
    const want = asked[key] ?? 0;
    return want > 0 && (used[key] ?? 0) + want > capacity(total, key) + tolerance;
  });
}

/** Hardware that is not named is there without limit, except for GPUs: a location that says nothing of them has none. */
function capacity(total: Hardware, key: keyof Hardware): number {
  return total[key] ?? (key === "gpus" ? 0 : Infinity);
}

function combine(left: Hardware, right: Hardware, join: (a: number, b: number) => number): Hardware {
  const result: { -readonly [Key in keyof Hardware]: Hardware[Key] } = {};
  for (const { key } of hardwareKinds) {
    if (left[key] !== undefined || right[key] !== undefined) result[key] = join(left[key] ?? 0, right[key] ?? 0);
  }
  return result;
}

function number(amount: number): string {
  return String(Math.round(amount * 1000) / 1000);
}
