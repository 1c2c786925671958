cwlVersion: v1.2
class: CommandLineTool
label: Clean daily records
doc: Leaves out days with a missing value and turns tenths into degrees and millimetres.
baseCommand: awk
inputs:
  script:
    type: File
    inputBinding: { prefix: -f }
    default: { class: File, location: ../scripts/clean.awk }
  records:
    type: File
    doc: "Daily records of one station: date, lowest and highest temperature, rain."
    inputBinding: { position: 1 }
stdout: $(inputs.records.nameroot).days.csv
outputs:
  days:
    type: stdout
    doc: One line per day that can be trusted.
