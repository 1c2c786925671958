/** A number in decimal digits without an exponent, as command lines want it. From 1e21 on a plain number is a float, and ends with `.0`. */
export function decimalText(value: number): string {
  const text = String(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-])(\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign = "", first = "", fraction = "", direction, exponent] = parts;
  const digits = first + fraction;
  const shift = Number(exponent);
  if (direction === "-") return `${sign}0.${"0".repeat(shift - 1)}${digits}`;
  const integer = digits.padEnd(shift + 1, "0");
  const rest = integer.slice(shift + 1);
  return `${sign}${integer.slice(0, shift + 1)}.${rest === "" ? "0" : rest}`;
}
