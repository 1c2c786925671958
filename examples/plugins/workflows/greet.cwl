cwlVersion: v1.2
class: Workflow
doc: Greets everybody, and puts the greetings together.
requirements:
  ScatterFeatureRequirement: {}
inputs:
  names: { type: "string[]", default: [Ada, Grace] }
outputs:
  greetings: { type: File, outputSource: join/all }
steps:
  greet:
    scatter: name
    in: { name: names }
    out: [greeting]
    run:
      class: CommandLineTool
      baseCommand: [echo, Hello]
      inputs:
        name: { type: string, inputBinding: {} }
      stdout: $(inputs.name).txt
      outputs:
        greeting: stdout
  join:
    in: { files: greet/greeting }
    out: [all]
    run:
      class: CommandLineTool
      baseCommand: cat
      inputs:
        files: { type: "File[]", inputBinding: {} }
      stdout: greetings.txt
      outputs:
        all: stdout
