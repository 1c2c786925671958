cwlVersion: v1.2
class: CommandLineTool
doc: Asks for an image.
requirements:
  DockerRequirement: { dockerPull: "debian:12" }
baseCommand: [echo, the programs of this image]
inputs: []
stdout: out.txt
outputs:
  out: stdout
