cwlVersion: v1.2
class: Workflow
doc: A step whose result is a text, not a file.
inputs:
  number: { type: int, default: 4 }
outputs:
  square: { type: string, outputSource: square/value }
steps:
  square:
    in: { number: number }
    out: [value]
    run:
      class: CommandLineTool
      requirements:
        InlineJavascriptRequirement: {}
      baseCommand: [sh, -c, "echo $(($0 * $0))"]
      inputs:
        number: { type: int, inputBinding: {} }
      stdout: square.txt
      outputs:
        value:
          type: string
          outputBinding: { glob: square.txt, loadContents: true, outputEval: "$(self[0].contents.trim())" }
