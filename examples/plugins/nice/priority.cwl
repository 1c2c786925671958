cwlVersion: v1.2
class: CommandLineTool
doc: Prints the priority that it runs at.
baseCommand: [sh, -c, 'echo "$(nice) $TEAM"']
inputs: []
stdout: priority.txt
outputs:
  priority: stdout
