import { isRemote } from "../load/document/file-value.ts";
import { Faults } from "../load/document/faults.ts";
import { placeOfKey } from "../load/document/place.ts";
import { loadInputObject, type FetchText, type InputObject } from "../load/index.ts";

/** Reads a file of overrides, which is written like a job without values. @throws `CWL_INPUT_INVALID` */
export async function loadOverrides(file: string, fetchText: FetchText, signal: AbortSignal): Promise<InputObject> {
  const object = await loadInputObject({ ...(isRemote(file) ? { uri: file } : { path: file }), fetchText, signal });
  const faults = new Faults();
  const [stray] = Object.keys(object.values);
  if (stray !== undefined) {
    const hint = "Write 'cwltool:overrides:' and below it, for each process or step, its 'requirements'.";
    const message = `a file of overrides holds 'cwltool:overrides' alone, not '${stray}'`;
    faults.add("CWL_INPUT_INVALID", message, placeOfKey(object.values, stray), hint);
  }
  faults.throwIfAny();
  return object;
}
