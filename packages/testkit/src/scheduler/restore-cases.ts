import assert from "node:assert/strict";
import { projectionOf } from "../suite/projection-of.ts";
import { sampleLocation } from "../suite/samples.ts";
import { openJob, quiet, type SchedulerCases } from "./scheduler-harness.ts";

const here = sampleLocation("a", { cores: 4 });

export const restoreCases: SchedulerCases = {
  "a second scheduler, told of the run, behaves as the first": async ({ scheduler, again, ask, get }) => {
    const held = await get({ cores: 3 }, [here]);
    const second = await again();
    await second.restore(projectionOf({ jobs: [openJob("j1", here, held.hardware)] }));
    for (const each of [scheduler, second]) {
      const large = ask({ cores: 2 }, [here], {}, each);
      await quiet();
      assert.equal(large.given, undefined, "what an open job holds is given to another");
      const small = ask({ cores: 1 }, [here], {}, each);
      await quiet();
      assert.ok(small.given, "what is free is not given");
    }
  },

  "a job that is adopted counts once, and gives back once": async ({ scheduler, ask }) => {
    await scheduler.restore(projectionOf({ jobs: [openJob("j1", here, { cores: 2 })] }));
    const adopted = scheduler.adopt({ job: "j1", location: here, hardware: { cores: 2 } });
    assert.equal(adopted.location.name, "a");
    assert.deepEqual(adopted.hardware, { cores: 2 });
    assert.equal(adopted.target.deployment, "d");
    const small = ask({ cores: 2 }, [here]);
    await quiet();
    assert.ok(small.given, "the adopted job is counted twice");
    const large = ask({ cores: 2 }, [here]);
    await quiet();
    assert.equal(large.given, undefined);
    adopted[Symbol.dispose]();
    adopted[Symbol.dispose]();
    await quiet();
    assert.ok(large.given, "the adopted job did not give back");
  },

  "a job may be adopted beyond what is free": async ({ scheduler, ask, get }) => {
    await get({ cores: 3 }, [here]);
    const adopted = ["j1", "j2"].map((job) => scheduler.adopt({ job, location: here, hardware: { cores: 3 } }));
    const waiting = ask({ cores: 1 }, [here]);
    await quiet();
    assert.equal(waiting.given, undefined);
    adopted[0]?.[Symbol.dispose]();
    await quiet();
    assert.equal(waiting.given, undefined);
    adopted[1]?.[Symbol.dispose]();
    await quiet();
    assert.ok(waiting.given);
  },

  "what is forgotten is free": async ({ scheduler, ask }) => {
    await scheduler.restore(projectionOf({ jobs: [openJob("j1", here, { cores: 4 })] }));
    const waiting = ask({ cores: 1 }, [here]);
    await quiet();
    assert.equal(waiting.given, undefined);
    assert.ok("forget" in scheduler, "a scheduler that sets something aside must be able to forget it");
    scheduler.forget({ job: "unknown" });
    scheduler.forget({ job: "j1" });
    scheduler.forget({ job: "j1" });
    await quiet();
    assert.ok(waiting.given);
  },

  "forgetting a job that was adopted changes nothing": async ({ scheduler, ask }) => {
    await scheduler.restore(projectionOf({ jobs: [openJob("j1", here, { cores: 4 })] }));
    scheduler.adopt({ job: "j1", location: here, hardware: { cores: 4 } });
    scheduler.forget?.({ job: "j1" });
    const waiting = ask({ cores: 1 }, [here]);
    await quiet();
    assert.equal(waiting.given, undefined);
  },

  "several runs add up": async ({ scheduler, ask }) => {
    for (const run of ["r1", "r2"])
      await scheduler.restore(projectionOf({ run, jobs: [openJob(`${run} job`, here, { cores: 2 })] }));
    const waiting = ask({ cores: 1 }, [here]);
    await quiet();
    assert.equal(waiting.given, undefined);
  },

  "a run that is told of twice counts once": async ({ scheduler, ask }) => {
    const run = projectionOf({ jobs: [openJob("j1", here, { cores: 2 })] });
    await scheduler.restore(run);
    await scheduler.restore(run);
    const waiting = ask({ cores: 2 }, [here]);
    await quiet();
    assert.ok(waiting.given, "the open job is counted twice");
  },

  "a run without open jobs holds nothing": async ({ scheduler, get }) => {
    await scheduler.restore(projectionOf());
    await get({ cores: 4 }, [here]);
  },

  "a job of a location that is not there any more is in nobody's way": async ({ scheduler, get }) => {
    const gone = sampleLocation("gone", { cores: 1 }, "elsewhere");
    await scheduler.restore(projectionOf({ jobs: [openJob("j1", gone, { cores: 1 })] }));
    await get({ cores: 4 }, [here]);
  },
};
