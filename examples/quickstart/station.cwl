cwlVersion: v1.2
class: Workflow
label: One station
doc: From the daily records of one station to its yearly statistics.
inputs:
  records:
    type: File
    doc: Daily records of one station.
outputs:
  years:
    type: File
    outputSource: yearly/years
requirements:
  StepInputExpressionRequirement: {}
steps:
  clean:
    run: tools/clean.cwl
    in: { records: records }
    out: [days]
  yearly:
    run: tools/yearly.cwl
    in:
      records: records
      station: { valueFrom: $(inputs.records.nameroot) }
      days: clean/days
    out: [years]
