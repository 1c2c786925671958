/** An amount of hardware: what a job asks for, or what a location has. Absent means none asked for, or not limited. */
export interface Hardware {
  /** Processor cores; fractions are allowed. */
  readonly cores?: number;
  /** Main memory in MiB. */
  readonly memory?: number;
  /** Space for temporary files in MiB. */
  readonly tmpdirSize?: number;
  /** Space for outputs in MiB. */
  readonly outdirSize?: number;
  /** Whole GPUs. */
  readonly gpus?: number;
}
