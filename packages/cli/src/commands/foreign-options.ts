import type { OptionSpec } from "../command-line/command-spec.ts";

/** Options of other runners that ask for what this one does anyway, or that concern what it does not use. */
const understood: readonly string[] = [
  "parallel",
  "rm-tmpdir",
  "move-outputs",
  "enable-color",
  "disable-color",
  "enable-ext",
  "verbose",
  "timestamps",
  "compute-checksum",
  "doc-cache",
  "no-doc-cache",
  "disable-ga4gh-tool-registry",
  "disable-user-provenance",
  "disable-host-provenance",
  "fast-parser",
  // Only syntax errors are reported, and these would fail the run.
  "disable-js-validation",
  // Of containers: how one is pulled, kept, limited or entered is said where it is configured.
  "record-container-id",
  "rm-container",
  "leave-container",
  "enable-pull",
  "disable-pull",
  "force-docker-pull",
  "no-match-user",
  "no-read-only",
  "strict-memory-limit",
  "strict-cpu-limit",
];

const containers =
  "Programs run without containers by --no-container; else --streamflow-file names a file whose 'docker' section says where they come from.";
const provenance =
  "What ran, when, and with which files is in the journal: run with --keep-run, then 'sluice show' tells of it.";
const software = "Install the software, and give --software ignore to run tools that require it.";
const registries = "Give the URL of the document itself.";

/** Options of other runners that would change a run, and are not there. */
const refused: Readonly<Record<string, { readonly value?: string; readonly instead: string }>> = {
  basedir: {
    value: "DIR",
    instead: "Paths in a job file are relative to that file, those on the command line to the working directory.",
  },
  "log-dir": { value: "DIR", instead: "With --keep-run, 'sluice logs' shows what every job wrote." },
  "leave-outputs": {
    instead: "Outputs go to --outdir; with --keep-run, the folders of all jobs are kept besides.",
  },
  "print-rdf": { instead: "--pack prints the document as one JSON document, with all names resolved." },
  "rdf-serializer": { value: "FORMAT", instead: "--pack prints the document as one JSON document." },
  "print-pre": { instead: "--pack prints the document with everything imported, included and written out." },
  "js-console": { instead: "What an expression returns is shown in the message when it has the wrong type." },
  "js-hint-options-file": { value: "FILE", instead: "Only syntax errors are reported: there is nothing to set." },
  "mpi-config-file": { value: "FILE", instead: "Name the launcher in baseCommand, or in a wrapper script." },
  "enable-dev": { instead: "CWL v1.0, v1.1 and v1.2 are read; 'cwl-upgrader' rewrites older documents." },
  provenance: { value: "DIR", instead: provenance },
  "enable-user-provenance": { instead: provenance },
  "enable-host-provenance": { instead: provenance },
  orcid: { value: "ORCID", instead: provenance },
  "full-name": { value: "NAME", instead: provenance },
  "beta-dependency-resolvers-configuration": { value: "FILE", instead: software },
  "beta-dependencies-directory": { value: "DIR", instead: software },
  "beta-use-biocontainers": { instead: software },
  "beta-conda-dependencies": { instead: software },
  "disable-validate": { instead: "--non-strict takes unknown fields for warnings; documents are always checked." },
  "no-warnings": { instead: "--quiet shows only warnings and what fails." },
  "parallel-max": {
    value: "N",
    instead:
      "As many jobs run at once as fit the cores: --streamflow-file names a file with a deployment of type local whose 'cores' says how many.",
  },
  "enable-ga4gh-tool-registry": { instead: registries },
  "add-ga4gh-tool-registry": { value: "URL", instead: registries },
  "user-space-docker-cmd": { value: "CMD", instead: containers },
  udocker: { instead: containers },
  singularity: { instead: containers },
  podman: { instead: containers },
  "default-container": { value: "IMAGE", instead: containers },
  "custom-net": { value: "NETWORK", instead: containers },
  "cidfile-dir": { value: "DIR", instead: containers },
  "cidfile-prefix": { value: "PREFIX", instead: containers },
};

/** Options that scripts for other runners give: understood without effect, or refused with what to use in their place. */
export const foreignOptions: readonly OptionSpec[] = [
  ...understood.map((name) => ({ name, doc: "", hidden: true })),
  ...Object.entries(refused).map(([name, option]) => ({ name, doc: "", ...option })),
];
