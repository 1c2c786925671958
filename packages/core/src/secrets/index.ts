export { createHiddenTexts, type HiddenTexts } from "./hidden-texts.ts";
export { createSecretReader, type SecretReader, type SecretReference, type StoredSecret } from "./secret-reader.ts";
