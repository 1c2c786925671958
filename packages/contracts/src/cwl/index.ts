export * from "./docker-translator.ts";
