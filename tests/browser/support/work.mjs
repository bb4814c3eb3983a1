// How much work a page does at a stretch, in processor time of its main thread: unlike the time on the wall, that does
// not depend on what else this machine is doing.

/** `toplevel` has the tasks and who sent them; every task is an event `RunTask`. */
const CATEGORIES = ['toplevel', 'disabled-by-default-devtools.timeline'];

/** What the test itself has the page do arrives through this interface. */
const DEVTOOLS = 'blink.mojom.DevToolsSession';

/** Runs `action` and gives the processor time, in milliseconds, of each task of the page's main thread meanwhile. */
export async function tasksDuring(page, action) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  await action();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const main = mainThread(traceEvents);
  const own = traceEvents.filter((event) => event.ph === 'X' && event.pid === main.pid && event.tid === main.tid);
  const ours = own.filter((event) => event.args?.chrome_mojo_event_info?.mojo_interface_tag === DEVTOOLS);
  const holds = (task, event) => task.ts <= event.ts && event.ts <= task.ts + task.dur;
  const tasks = own
    .filter((event) => event.name === 'RunTask' && !ours.some((other) => holds(event, other)))
    .map((event) => event.tdur / 1000);
  if (tasks.length === 0) throw new Error('the trace names no task of the page: Chromium calls them something else now');
  return tasks;
}

/** The main thread of the renderer that did the most: the page's, if the browser keeps another one in reserve. */
function mainThread(events) {
  const threads = events.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain');
  const busy = ({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid).length;
  return threads.reduce((best, thread) => (busy(thread) > busy(best) ? thread : best));
}
