import { SluiceError, type ErrorCode, type SluiceErrorOptions } from "@sluice/contracts";

/** An error about the value of one input or output, so that it can be shown where that is declared or given. */
export class ParameterError extends SluiceError {
  readonly side: "input" | "output";
  /** Short name of the input or output. */
  readonly parameter: string;

  constructor(
    code: ErrorCode,
    about: { readonly side: "input" | "output"; readonly parameter: string },
    message: string,
    options: SluiceErrorOptions = {},
  ) {
    super(code, message, options);
    this.side = about.side;
    this.parameter = about.parameter;
  }
}
