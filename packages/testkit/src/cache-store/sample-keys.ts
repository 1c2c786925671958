/** Keys that stores may be given: 64 hexadecimal digits. */
export const keys = ["ab", "cd", "ef", "01"].map((digits) => digits.repeat(32)) as [string, string, string, string];
