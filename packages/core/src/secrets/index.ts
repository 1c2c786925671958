export { createSecretReader, type SecretReader, type SecretReference } from "./secret-reader.ts";
