/** Where the jobs of a step, or the data of a port, belong. */
export interface Target {
  /** Name of a deployment. */
  readonly deployment: string;
  /** Name of one of its services; any location of the deployment when absent. */
  readonly service?: string;
  /** How many locations one job gets. This engine gives it 1, and refuses jobs that want more with `CONFIG_INVALID`. */
  readonly locations: number;
  /** Base of the job folders; overrides the deployment's. */
  readonly workdir?: string;
}

/** A part of a deployment that jobs can be bound to, such as one service of a compose file. The unit of binding. */
export interface Service {
  readonly name: string;
  readonly deployment: string;
}
