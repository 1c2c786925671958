import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { cgroupLimits } from "../../../src/builtin/local/cgroup-limits.ts";
import { machineHardware } from "../../../src/builtin/local/machine-hardware.ts";

const reader = (files: Readonly<Record<string, string>>) => (path: string) => files[path];

test("version 2: the tightest of all levels counts", () => {
  const read = reader({
    "/proc/self/cgroup": "0::/user.slice/job\n",
    "/sys/fs/cgroup/user.slice/job/cpu.max": "max 100000\n",
    "/sys/fs/cgroup/user.slice/cpu.max": "150000 100000\n",
    "/sys/fs/cgroup/user.slice/job/memory.max": "1073741824\n",
    "/sys/fs/cgroup/user.slice/memory.max": "max\n",
  });
  expect(cgroupLimits(read)).toEqual({ cores: 1.5, memory: 2 ** 30 });
});

test("version 1, seen from inside a container", () => {
  const read = reader({
    "/proc/self/cgroup": "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
  });
  expect(cgroupLimits(read)).toEqual({ cores: 0.5, memory: 2 ** 29 });
});

test("no limits, or no control groups", () => {
  const read = reader({
    "/proc/self/cgroup": "4:memory:/\n3:cpu:/\n0::/\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
  });
  expect(cgroupLimits(read)).toEqual({});
  expect(cgroupLimits(() => undefined)).toEqual({});
});

test("options offer less than the machine has, never more", () => {
  const whole = machineHardware({ options: {} });
  expect(whole.cores).toBeGreaterThan(0);
  expect(whole.tmpdirSize).toBeUndefined();
  expect(machineHardware({ options: { cores: 0.5, memory: 100 } })).toEqual({ cores: 0.5, memory: 100 });
  expect(machineHardware({ options: { cores: 1e6 } }).cores).toBe(whole.cores);
  expect(machineHardware({ options: {}, workdir: tmpdir() }).outdirSize).toBeGreaterThan(0);
});
