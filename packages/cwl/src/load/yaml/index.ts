export { parseYaml } from "./parse-yaml.ts";
export { maxDepth } from "./tree-builder.ts";
export { defaultDocumentBytes, readDocumentBytes, type ReadDocumentOptions } from "./read-document.ts";
export { isOwnStream, isStandardInput } from "./open-stream.ts";
export { displayName, pathOfUri, SourceText } from "./source-text.ts";
export { offsetInScalar } from "./scalar-offset.ts";
export * from "./yaml-node.ts";
