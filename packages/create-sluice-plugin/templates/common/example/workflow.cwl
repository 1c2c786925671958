cwlVersion: v1.2
class: Workflow
requirements:
  ScatterFeatureRequirement: {}
inputs:
  names: { type: "string[]", default: [Ada, Grace] }
outputs:
  greetings: { type: "File[]", outputSource: greet/greeting }
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
