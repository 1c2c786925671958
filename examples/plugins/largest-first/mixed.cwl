cwlVersion: v1.2
class: Workflow
doc: Jobs that need one core, or two.
requirements:
  ScatterFeatureRequirement: {}
inputs:
  cores: { type: "int[]", default: [2, 1, 1, 2] }
outputs:
  done: { type: "File[]", outputSource: work/done }
steps:
  work:
    scatter: cores
    in: { cores: cores }
    out: [done]
    run:
      class: CommandLineTool
      requirements:
        ResourceRequirement: { coresMin: $(inputs.cores) }
      baseCommand: [sleep, "0.2"]
      inputs:
        cores: int
      stdout: done.txt
      outputs:
        done: stdout
