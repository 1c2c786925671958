cwlVersion: v1.2
class: CommandLineTool
doc: Says whether its input is a link or a copy.
baseCommand: [sh, -c, 'if [ -L "$0" ]; then echo link; else echo copy; fi']
inputs:
  file: { type: File, inputBinding: {} }
stdout: kind.txt
outputs:
  kind: stdout
