cwlVersion: v1.2
class: Workflow
doc: A step that works, and one that does not.
inputs:
  number: { type: int, default: 7 }
outputs:
  result: { type: File, outputSource: divide/result }
steps:
  count:
    in: { number: number }
    out: [numbers]
    run:
      class: CommandLineTool
      baseCommand: seq
      inputs:
        number: { type: int, inputBinding: {} }
      stdout: numbers.txt
      outputs:
        numbers: stdout
  divide:
    in: { numbers: count/numbers }
    out: [result]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, "echo 'division by zero' >&2; exit 3"]
      inputs:
        numbers: File
      stdout: result.txt
      outputs:
        result: stdout
