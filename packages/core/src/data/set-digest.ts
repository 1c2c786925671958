import { createHash, hash } from "node:crypto";

/** Sums up a set of texts whatever the order in which they come; none of them is kept. */
export interface SetDigest {
  add(element: string): void;
  /** Hexadecimal. */
  digest(): string;
}

/** As many numbers of 16 bits are added up. */
const lanes = 1024;
/** A character for each byte: of all results these leave the least behind. */
const expanded = { outputEncoding: "binary", outputLength: 2 * lanes } as const;

/** Makes the digest of an empty set. Source: Lewi, Kim, Maykov, Weis, Securing Update Propagation with Homomorphic Hashing (LtHash). */
export function createSetDigest(): SetDigest {
  const sums = new Uint16Array(lanes);
  return {
    add(element) {
      const bytes = hash("shake256", element, expanded);
      // Before 24.4 Node does not know the option, and everything would have the same sum.
      if (bytes.length !== 2 * lanes) throw new Error("directories can be compared from Node.js 24.4 on");
      for (let lane = 0; lane < lanes; lane += 1)
        sums[lane] = (sums[lane] ?? 0) + bytes.charCodeAt(2 * lane) + (bytes.charCodeAt(2 * lane + 1) << 8);
    },
    digest: () => createHash("sha256").update(sums).digest("hex"),
  };
}
