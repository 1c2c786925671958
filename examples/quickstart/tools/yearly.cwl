cwlVersion: v1.2
class: CommandLineTool
label: Yearly statistics
doc: Means, sums and counts of each year of one station.
baseCommand: awk
inputs:
  station:
    type: string
    doc: Name of the station, for the first column.
    inputBinding: { prefix: "station=", separate: false, position: 2 }
  script:
    type: File
    inputBinding: { prefix: -f, position: 1 }
    default: { class: File, location: ../scripts/yearly.awk }
  days:
    type: File
    doc: Clean days, as the tool 'clean' makes them.
    inputBinding: { position: 3 }
stdout: $(inputs.station).years.csv
outputs:
  years:
    type: stdout
    doc: One line per year.
