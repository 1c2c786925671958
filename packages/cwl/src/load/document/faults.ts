import { SluiceError, SluiceErrorList, type ErrorCode } from "@sluice/contracts";
import { placeOfNode, positionOfPlace, type Place } from "./place.ts";
import type { YamlNode } from "../yaml/index.ts";

/** So many faults are worth reading; the rest follows from them more often than not. */
const maxFaults = 50;

/** Collects the faults and warnings of one load, so that a person sees them all at once. */
export class Faults {
  readonly errors: SluiceError[] = [];
  readonly warnings: SluiceError[] = [];
  /** How often something was found wrong, also what was found before or is one too many. */
  count = 0;
  #lenient = 0;
  /** How many errors were warnings because they may be ignored. */
  #forgiven = 0;
  #seen = new Set<string>();

  /** Notes a fault at a node or place; inside {@link lenient} it is a warning. */
  add(code: ErrorCode, message: string, at: YamlNode | Place | undefined, hint?: string): void {
    const place = at && "kind" in at ? placeOfNode(at) : at;
    this.addError(new SluiceError(code, message, { position: place && positionOfPlace(place), hint }));
  }

  addError(error: SluiceError): void {
    if (this.#lenient > 0) {
      this.#forgiven++;
      return this.addWarning(error);
    }
    this.count++;
    if (this.#isNew(error) && this.errors.length < maxFaults) this.errors.push(error);
  }

  warn(code: ErrorCode, message: string, at: YamlNode | Place | undefined, hint?: string): void {
    const place = at && "kind" in at ? placeOfNode(at) : at;
    this.addWarning(new SluiceError(code, message, { position: place && positionOfPlace(place), hint }));
  }

  addWarning(error: SluiceError): void {
    if (this.#isNew(error)) this.warnings.push(error);
  }

  /** Runs something whose faults may be ignored, such as a hint. Returns whether there were none. */
  lenient(action: () => void): boolean {
    const before = this.#forgiven;
    this.#lenient++;
    try {
      action();
    } finally {
      this.#lenient--;
    }
    return this.#forgiven === before;
  }

  throwIfAny(): void {
    const isUnsupported = (error: SluiceError): boolean => error.code === "CWL_UNSUPPORTED";
    // What the document needs is of no interest while it is wrong: the first error decides the exit status.
    const errors = inDocumentOrder(this.errors);
    const [first, ...rest] = [...errors.filter((error) => !isUnsupported(error)), ...errors.filter(isUnsupported)];
    if (!first) return;
    throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
  }

  /** Shared nodes, such as an imported file, are visited more than once. */
  #isNew(error: SluiceError): boolean {
    const position = error.position;
    const key = `${position?.file}:${position?.line}:${position?.column}:${error.message}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

/** By line within each document; the documents stay in the order in which a fault was first found in them. */
function inDocumentOrder(errors: readonly SluiceError[]): SluiceError[] {
  const files = [...new Set(errors.map((error) => error.position?.file))];
  const keys = ({ position }: SluiceError): readonly number[] => [
    files.indexOf(position?.file),
    position?.line ?? 0,
    position?.column ?? 0,
  ];
  return errors.toSorted((left, right) => {
    const other = keys(right);
    return (
      keys(left)
        .map((key, index) => key - (other[index] ?? 0))
        .find((difference) => difference !== 0) ?? 0
    );
  });
}
