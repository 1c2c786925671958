/** Prints its message into a file. */
export const echoTool = `cwlVersion: v1.2
class: CommandLineTool
doc: Says something.
baseCommand: echo
inputs:
  message:
    type: string
    doc: What to say
    inputBinding: {}
  loud:
    type: boolean?
    doc: Say it twice
    inputBinding: { prefix: -n }
  times: { type: int, default: 3 }
stdout: said.txt
outputs:
  said: { type: stdout, doc: What was said }
`;

/** Sleeps, so that there is something to interrupt. The first word of its command line is to be found in the process list. */
export const sleepTool = `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'echo asleep >&2; sleep "$0"; echo awake']
inputs:
  seconds: { type: string, inputBinding: {} }
stdout: out.txt
outputs:
  out: stdout
`;

/** Scatters over numbers and fails for 2, unless the file that it is told of exists. */
export const brittleWorkflow = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {} }
inputs: { numbers: "int[]", cure: string }
outputs: { out: { type: "File[]", outputSource: try/out } }
steps:
  try:
    scatter: number
    in: { number: numbers, cure: cure }
    out: [out]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo "trying $0"; echo "trouble with $0" >&2; test "$0" != 2 || test -e "$1"']
      inputs:
        number: { type: int, inputBinding: { position: 1 } }
        cure: { type: string, inputBinding: { position: 2 } }
      stdout: out.txt
      outputs: { out: stdout }
`;
