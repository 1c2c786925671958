/** Milliseconds that a process gets to end of its own accord once its command is done. */
const patience = 500;

/**
 * Ends the process with this status, once everything is written. A command that is done must end although a plugin left a timer or a
 * connection behind; whoever reads its output slowly still gets all of it.
 */
export function endProcess(status) {
  process.exitCode = status;
  // Where nothing is left behind, this does not keep the process alive and never fires.
  setTimeout(
    () => afterWriting(process.stdout, () => afterWriting(process.stderr, () => process.exit())),
    patience,
  ).unref();
}

/** Goes on when everything is written, or nobody reads it any more. */
function afterWriting(stream, next) {
  if (stream.writableLength === 0 || stream.destroyed) {
    next();
    return;
  }
  stream.on("error", next);
  stream.write("", next);
}
