cwlVersion: v1.2
class: Workflow
label: Weather of several stations
doc: |
  From daily weather records to yearly statistics and a chart.

  Every station is worked on by itself, as many at a time as the machine has processors for.
inputs:
  records:
    type: File[]
    doc: Daily records, one file per station; the file's name becomes the station's.
  title:
    type: string
    default: Six stations, fifteen years
    doc: Stands above the chart.
outputs:
  statistics:
    type: File
    doc: Means, sums and counts of each year and station, as a table.
    outputSource: merge/statistics
  chart:
    type: File
    doc: A panel for each station, as an SVG picture.
    outputSource: draw/chart
requirements:
  ScatterFeatureRequirement: {}
  SubworkflowFeatureRequirement: {}
steps:
  station:
    doc: The statistics of one station.
    run: station.cwl
    scatter: records
    in: { records: records }
    out: [years]
  merge:
    doc: All stations in one table.
    run: tools/merge.cwl
    in: { years: station/years }
    out: [statistics]
  draw:
    doc: The picture.
    run: tools/chart.cwl
    in: { statistics: merge/statistics, title: title }
    out: [chart]
