cwlVersion: v1.2
class: CommandLineTool
label: Draw a chart
doc: Draws a panel for each station, as an SVG picture that every browser shows.
baseCommand: node
inputs:
  script:
    type: File
    inputBinding: { position: 1 }
    default: { class: File, location: ../scripts/draw-chart.mjs }
  statistics:
    type: File
    doc: The table of yearly statistics.
    inputBinding: { position: 2 }
  title:
    type: string
    doc: Stands above the chart.
    inputBinding: { position: 3 }
stdout: chart.svg
outputs:
  chart:
    type: stdout
    doc: The picture.
