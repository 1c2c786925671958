import fc from "fast-check";
import type {
  LinkMerge,
  PickValue,
  Process,
  ScatterMethod,
  Workflow,
  WorkflowStep,
  WorkflowStepInput,
} from "../../src/model/index.ts";
import { expressionTool, link, output, step, tool, workflow } from "./sample-process.ts";

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const pickValue = fc.constantFrom<PickValue>("first_non_null", "the_only_non_null", "all_non_null");
const linkMerge = fc.constantFrom<LinkMerge>("merge_nested", "merge_flattened");
const method = fc.constantFrom<ScatterMethod>("dotproduct", "nested_crossproduct", "flat_crossproduct");

/** A link to anything that is known already. */
function anyLink(id: string, sources: readonly string[]): fc.Arbitrary<WorkflowStepInput> {
  return fc
    .record({
      from: sources.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...sources), { maxLength: 3 }),
      rest: fc.record(
        {
          pickValue,
          linkMerge,
          default: fc.constantFrom(null, [1, 2], "d"),
          valueFrom: fc.constantFrom("text", "$(self)", "$(inputs.x)"),
          loadContents: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ from, rest }) => link(id, from.length === 1 ? from[0] : from, rest));
}

function anyStep(id: string, sources: readonly string[], depth: number): fc.Arbitrary<WorkflowStep> {
  return anyProcess(depth).chain((run) =>
    fc
      .record({
        links: fc.tuple(...["x", "y", "extra"].map((name) => maybe(anyLink(name, sources)))),
        when: maybe(fc.constantFrom("$(inputs.x)", "$(false)")),
        scatter: fc.subarray(["x", "y", "extra"]),
        scatterMethod: method,
      })
      .map(({ links, when, scatter, scatterMethod }) => {
        const given = links.filter((each) => each !== undefined);
        return step(id, run, given, {
          ...(when !== undefined && { when }),
          scatter: scatter.filter((name) => given.some((each) => each.id === name)),
          scatterMethod,
        });
      }),
  );
}

/** Workflows of tools, conditions, scatters and further workflows, nested up to `depth` levels. */
export function anyWorkflow(depth: number): fc.Arbitrary<Workflow> {
  const addSteps = (
    count: number,
    sources: readonly string[],
    steps: readonly WorkflowStep[],
  ): fc.Arbitrary<{ sources: readonly string[]; steps: readonly WorkflowStep[] }> =>
    count === 0
      ? fc.constant({ sources, steps })
      : anyStep(`s${steps.length}`, sources, depth - 1).chain((made) =>
          addSteps(count - 1, [...sources, ...made.out.map((name) => `${made.id}/${name}`)], [...steps, made]),
        );
  return fc
    .record({ count: fc.integer({ min: 0, max: 3 }), withDefault: fc.boolean(), loads: fc.boolean() })
    .chain(({ count, withDefault, loads }) =>
      addSteps(count, ["x", "y"], []).chain(({ sources, steps }) =>
        fc.tuple(anyLink("o", sources), anyLink("p", sources)).map(([o, p]) =>
          workflow(
            [
              { id: "x", type: "Any", ...(withDefault && { default: 1 }) },
              { id: "y", type: "File", ...(loads && { loadContents: true }) },
            ],
            steps,
            [o, p].map(({ id, source, sourceIsList, linkMerge, pickValue }) => ({
              ...output(id, undefined),
              source,
              sourceIsList,
              ...(linkMerge && { linkMerge }),
              ...(pickValue && { pickValue }),
            })),
          ),
        ),
      ),
    );
}

function anyProcess(depth: number): fc.Arbitrary<Process> {
  const leaf = fc.constantFrom<Process>(
    tool("tool", ["x", "y"], ["o", "p"]),
    expressionTool("expr", ["x"], ["o"]),
    tool("source", [], ["o"]),
  );
  return depth <= 0 ? leaf : fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: anyWorkflow(depth) });
}
