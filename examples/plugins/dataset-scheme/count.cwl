cwlVersion: v1.2
class: CommandLineTool
doc: Counts the lines of a file.
baseCommand: [wc, -l]
stdin: $(inputs.file.path)
inputs:
  file: File
stdout: lines.txt
outputs:
  lines: stdout
