// Reads a feed by the platform's EventSource until the server ends it (204); one line of JSON per event.
const TYPES = [
  "job_created", "step_started", "step_progress", "step_completed", "topic_started", "topic_progress",
  "topic_completed", "job_completed", "job_failed", "job_cancelled",
];
// While it waits to come again nothing else keeps the process alive. Given up if the feed does not end.
setTimeout(() => process.exit(1), 80_000);
const source = new EventSource(process.argv[2]);
for (const type of ["message", ...TYPES]) {
  source.addEventListener(type, (event) => {
    console.log(JSON.stringify({ id: event.lastEventId, type: event.type, data: JSON.parse(event.data) }));
  });
}
// Also between two requests; CLOSED only when it must not come again.
source.addEventListener("error", () => {
  if (source.readyState === EventSource.CLOSED) process.exit(0);
});
