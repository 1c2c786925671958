cwlVersion: v1.2
class: Workflow
doc: Counts the bytes of files, each of them where files of its size belong.
requirements:
  ScatterFeatureRequirement: {}
inputs:
  files: "File[]"
outputs:
  counts: { type: "File[]", outputSource: count/bytes }
steps:
  count:
    scatter: file
    in: { file: files }
    out: [bytes]
    run:
      class: CommandLineTool
      baseCommand: [wc, -c]
      inputs:
        file: { type: File, inputBinding: {} }
      stdout: bytes.txt
      outputs:
        bytes: stdout
