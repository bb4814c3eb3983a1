// Keeps the runtime below the system's limit of open files, beyond which it ends by itself.
//
// Each live object has its database open: three files or four. An object that nobody asks for ten seconds is put away, so
// who sends more than the machine can hold is told to wait: 503 with `Retry-After`, before the limit is reached.

import { readFileSync, readdirSync } from "node:fs";

/** How often the files are counted. An import opens some 300 in that time. */
const EVERY_MS = 100;
/** Percent of the limit from which writes are refused, and from which all is: what has begun still opens files. */
const WRITES_PERCENT = 60;
const ALL_PERCENT = 80;
/** When to come again: half the time after which an object is put away. */
const RETRY_AFTER_S = 5;

/** Counts what the runtime, a child of this process, has open. Without `/proc` it knows nothing and refuses nothing. */
export class OpenFiles {
  #state = { refused: "nothing" };

  /** What the worker's front asks: which requests to refuse (`nothing`, `writes` or `everything`), and for how long. */
  answer() {
    return Response.json(this.#state);
  }

  watch() {
    const runtime = children(process.pid).find((pid) => read(`/proc/${pid}/comm`)?.trim() === "workerd");
    const limit = Number(/^Max open files +(\d+)/m.exec(read(`/proc/${runtime}/limits`))?.[1]);
    if (!limit) return;
    setInterval(() => this.#count(runtime, limit), EVERY_MS).unref();
  }

  #count(runtime, limit) {
    const open = entries(`/proc/${runtime}/fd`).length;
    const percent = (100 * open) / limit;
    const refused = percent >= ALL_PERCENT ? "everything" : percent >= WRITES_PERCENT ? "writes" : "nothing";
    if (refused !== this.#state.refused) {
      // `Runtime::warnings` finds the line by how it begins.
      console.log(`limit: ${open} of ${limit} open files: ${refused} refused${refused === "nothing" ? " any more" : ""}`);
    }
    this.#state = { refused, retryAfterS: RETRY_AFTER_S };
  }
}

function children(pid) {
  return entries(`/proc/${pid}/task`).flatMap((task) => (read(`/proc/${pid}/task/${task}/children`) ?? "").split(" ").filter(Boolean));
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
