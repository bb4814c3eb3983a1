// How much work a page does at a stretch, in processor time of its main thread: unlike the time on the wall, that does
// not depend on what else this machine is doing.

/** `toplevel` has who sent a task, the others the tasks themselves and which process shows which page. */
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** What the test itself has the page do arrives through this interface. */
const DEVTOOLS = 'blink.mojom.DevToolsSession';

/** Opens an address and runs `until`; gives the processor time, in milliseconds, of each task of the page meanwhile. */
export async function tasksOfVisit(page, url, until) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.goto(url);
  await until();
  const { traceEvents } = JSON.parse(await browser.stopTracing());

  const main = mainThread(traceEvents, url);
  const own = traceEvents.filter((event) => event.ph === 'X' && event.pid === main.pid && event.tid === main.tid);
  const ours = own.filter((event) => event.args?.chrome_mojo_event_info?.mojo_interface_tag === DEVTOOLS);
  const holds = (task, event) => task.ts <= event.ts && event.ts <= task.ts + task.dur;
  // A task that was cut off by the end of the trace has no processor time.
  const tasks = own.filter(({ name, tdur }) => name === 'RunTask' && tdur !== undefined);
  return tasks.filter((task) => !ours.some((event) => holds(task, event))).map((task) => task.tdur / 1000);
}

/** The main thread of the process that shows this address. */
function mainThread(events, url) {
  const shown = events.find((event) => event.name === 'FrameCommittedInBrowser' && event.args.data.url === url);
  const pid = shown?.args.data.processId;
  const thread = events.find((event) => event.name === 'thread_name' && event.pid === pid && event.args.name === 'CrRendererMain');
  if (!thread) throw new Error('the trace does not name the page’s main thread: Chromium calls it something else now');
  return thread;
}
