import { SluiceError, type ErrorCode, type SluiceErrorOptions } from "@sluice/contracts";

/** An expression that failed, with what is needed to find it in its document. */
export class ExpressionFailure extends SluiceError {
  /** The whole text that holds the expression. */
  readonly text: string;
  /** Index of the fault in the text, in UTF-16 code units. */
  readonly offset: number;

  constructor(
    code: ErrorCode,
    failed: { readonly text: string; readonly offset: number },
    message: string,
    options: SluiceErrorOptions = {},
  ) {
    super(code, message, options);
    this.text = failed.text;
    this.offset = failed.offset;
  }
}
