import { createPersistentShell, type PersistentShell } from "./persistent-shell.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** How a command of a {@link ShellPool} ended: it answered with the rest of its line, or its shell died. */
export type ShellAnswer =
  | { readonly type: "line"; readonly text: string }
  | { readonly type: "died"; readonly signal: NodeJS.Signals | undefined };

/** A shell that belongs to one command at a time. */
export interface ShellLease {
  readonly identity: ProcessIdentity;
  /** Runs text that ends by printing a line that starts with the key and a space. Once for each lease. */
  run(input: { readonly key: string; readonly text: string; readonly onEnd: (answer: ShellAnswer) => void }): void;
  /** Gives a shell back that was not used. */
  release(): void;
  /** The shell gets no other command after this one. */
  retire(): void;
}

/** Shells that are kept for the next command. */
export interface ShellPool extends AsyncDisposable {
  /** An idle shell, or a new one: commands never wait for each other. */
  acquire(): ShellLease;
}

interface Slot {
  readonly shell: PersistentShell;
  current: { readonly key: string; readonly onEnd: (answer: ShellAnswer) => void } | undefined;
  retired: boolean;
}

/**
 * Node.js needs almost a millisecond to start a process, and does nothing else meanwhile. A shell that is there
 * already forks in a fraction of that, beside us; so the pool keeps one for each command that runs at a time.
 *
 * Disposing lets idle shells end and waits for them; busy ones end after their command, which may outlive us.
 */
export function createShellPool(options: {
  readonly shell: string;
  readonly prelude: string;
  readonly onComplaint: (text: string) => void;
  /** Called after the end of each shell. */
  readonly onShellEnd?: (identity: ProcessIdentity) => void;
}): ShellPool {
  const idle: Slot[] = [];
  const ends = new Map<Slot, PromiseWithResolvers<void>>();
  let closed = false;

  const settle = (slot: Slot, answer: ShellAnswer): void => {
    const { current } = slot;
    slot.current = undefined;
    if (answer.type === "line") giveBack(slot);
    current?.onEnd(answer);
  };
  const giveBack = (slot: Slot): void => {
    slot.shell.hold(false);
    if (slot.retired || closed) slot.shell.end();
    else idle.push(slot);
  };
  const create = (): Slot => {
    const shell = createPersistentShell({
      ...options,
      onLine: (line) => {
        const space = line.indexOf(" ");
        if (line.slice(0, space) === slot.current?.key) settle(slot, { type: "line", text: line.slice(space + 1) });
      },
      onEnd: (signal) => {
        const index = idle.indexOf(slot);
        if (index >= 0) idle.splice(index, 1);
        options.onShellEnd?.(slot.shell.identity);
        ends.get(slot)?.resolve();
        ends.delete(slot);
        settle(slot, { type: "died", signal });
      },
    });
    const slot: Slot = { shell, current: undefined, retired: false };
    ends.set(slot, Promise.withResolvers());
    return slot;
  };

  return {
    acquire: () => {
      // The latest first: its memory is warm, and shells that a peak left behind stay at the bottom.
      const slot = idle.pop() ?? create();
      return {
        identity: slot.shell.identity,
        run: ({ key, text, onEnd }) => {
          slot.current = { key, onEnd };
          slot.shell.hold(true);
          slot.shell.write(text);
        },
        release: () => giveBack(slot),
        retire: () => void (slot.retired = true),
      };
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      const waiting = idle.map((slot) => ends.get(slot)?.promise ?? Promise.resolve());
      for (const slot of idle.splice(0)) {
        slot.shell.hold(true);
        slot.shell.end();
      }
      await Promise.all(waiting);
    },
  };
}
