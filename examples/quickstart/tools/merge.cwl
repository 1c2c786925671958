cwlVersion: v1.2
class: CommandLineTool
label: One table
doc: Puts the years of all stations into one table with a header, sorted by station and year.
baseCommand: [sh, -c]
arguments:
  - 'echo station,year,days,low,mean,high,rain,frost_days,summer_days && cat "$@" | LC_ALL=C sort -t , -k 1,1 -k 2,2n'
  - merge
inputs:
  years:
    type: File[]
    doc: Yearly statistics, one file per station.
    inputBinding: { position: 1 }
stdout: statistics.csv
outputs:
  statistics:
    type: stdout
    doc: The table.
