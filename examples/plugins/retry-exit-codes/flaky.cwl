cwlVersion: v1.2
class: CommandLineTool
doc: Fails with exit code 75, "temporary failure", until it was started three times.
baseCommand: [sh, -c, 'echo started >> "$0"; test "$(wc -l < "$0")" -ge 3 || exit 75']
inputs:
  counter:
    type: string
    doc: File that each attempt adds a line to; absolute.
    inputBinding: {}
stdout: out.txt
outputs:
  out: stdout
