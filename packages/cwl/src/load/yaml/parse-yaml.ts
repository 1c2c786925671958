import { SluiceError } from "@sluice/contracts";
import { checkTokens } from "./check-tokens.ts";
import { explainSyntax } from "./explain-syntax.ts";
import type { SourceText } from "./source-text.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { TreeBuilder } from "./tree-builder.ts";
import type { YamlNode } from "./yaml-node.ts";

/** What a reader of YAML refuses wherever it stands, apart from halves of characters. */
const notText = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * Parses one YAML 1.2 or JSON document, in the layouts that libyaml reads; an empty one gives `undefined`.
 * Throws `YAML_SYNTAX` or `DOCUMENT_LIMIT`.
 */
export function parseYaml(source: SourceText): YamlNode | undefined {
  checkTokens(source);
  try {
    const found = notText.exec(source.text);
    if (found) throw new SyntaxFault("there is a character that is not text", found.index);
    return new TreeBuilder(source).document();
  } catch (thrown) {
    if (!(thrown instanceof SyntaxFault)) throw thrown;
    const { message, hint, offset } = explainSyntax(source.text, thrown);
    throw new SluiceError("YAML_SYNTAX", message, { position: source.positionAt(offset), hint, cause: thrown });
  }
}
