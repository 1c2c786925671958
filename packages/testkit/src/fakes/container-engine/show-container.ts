import type { ContainerRecord } from "./container-store.ts";

const time = (at: number | undefined): string =>
  at === undefined ? "0001-01-01T00:00:00Z" : new Date(at).toISOString();

/** What `inspect` says of a container. */
export function inspected(record: ContainerRecord): object {
  const { id, name, image, command, environment, labels, directory, status, pid, exitCode, mounts } = record;
  return {
    Id: id,
    Name: `/${name}`,
    Created: time(record.createdAt),
    Config: {
      Image: image,
      Cmd: command,
      Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      Labels: labels,
      WorkingDir: directory,
    },
    State: {
      Status: status,
      Running: status === "running",
      ExitCode: exitCode ?? 0,
      Pid: status === "running" ? (pid ?? 0) : 0,
      StartedAt: time(record.startedAt),
      FinishedAt: time(record.endedAt),
      OOMKilled: false,
    },
    Mounts: mounts.map(({ source, target, readonly }) => ({
      Type: "bind",
      Source: source,
      Destination: target,
      RW: !readonly,
    })),
  };
}

/** A line of `ps`, or what a format such as `{{.ID}} {{.Names}}` or `{{json .State}}` gives. */
export function formatContainer(record: ContainerRecord, id: string, format: string | undefined): string {
  const labels = Object.entries(record.labels).map(([key, value]) => `${key}=${value}`);
  const row: Record<string, unknown> = {
    ID: id,
    Names: record.name,
    Image: record.image,
    Command: JSON.stringify(record.command.join(" ")),
    State: record.status,
    Status: record.status === "running" ? "Up 1 second" : `Exited (${record.exitCode ?? 0}) 1 second ago`,
    Labels: labels.join(","),
  };
  if (format === undefined) return [id, record.image, row["Status"], record.name].join("   ");
  if (format === "json" || format === "{{json .}}" || format === "{{ json . }}") return JSON.stringify(row);
  const whole = inspected(record) as Record<string, unknown>;
  return format.replace(/\{\{\s*(json )?\.([\w.]+)\s*\}\}/g, (_, json: string | undefined, path: string) => {
    const value = path
      .split(".")
      .reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key],
        path in row && !(path in whole) ? row : whole,
      );
    return json === undefined && typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** Whether a container passes filters such as `label=key=value`; those with different keys must all hold. */
export function isWanted(record: ContainerRecord, filters: readonly string[]): boolean {
  return filters.every((filter) => {
    const [key = "", ...rest] = filter.split("=");
    const value = rest.join("=");
    switch (key) {
      case "name":
        return record.name.includes(value.replace(/^\^?\/?/, "").replace(/\$$/, ""));
      case "id":
        return record.id.startsWith(value);
      case "status":
        return record.status === value;
      case "label":
        return rest.length === 1 ? value in record.labels : record.labels[rest[0] ?? ""] === rest.slice(1).join("=");
      default:
        throw new Error(`unknown filter '${key}'`);
    }
  });
}
