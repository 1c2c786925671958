/** A measured figure that must not exceed its limit. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  /** What was divided by what, with the figures. */
  readonly detail: string;
}

/** A case that could not be measured here, and why. */
export interface Skipped {
  readonly name: string;
  readonly skipped: string;
}

export const isMissed = (ratio: Ratio): boolean => ratio.value > ratio.limit;

export const seconds = (value: number): string => `${value.toFixed(3)} s`;
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
