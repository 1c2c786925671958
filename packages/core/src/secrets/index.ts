export { createSecretReader, type SecretReader, type SecretReference, type StoredSecret } from "./secret-reader.ts";
