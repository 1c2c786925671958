cwlVersion: v1.2
class: CommandLineTool
doc: Asks for an image, and says what it finds there.
requirements:
  DockerRequirement: { dockerPull: climate-tools }
baseCommand: [sh, -c, 'echo "$GREETING"']
inputs: []
stdout: out.txt
outputs:
  out: stdout
