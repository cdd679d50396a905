// Keeps the page of a job up to date while the job runs, and shows its end.
(() => {
  const job = document.getElementById("job");
  const bar = job.querySelector("progress");
  const told = document.getElementById("told");
  const log = document.getElementById("log");
  const ask = async () => {
    try {
      const reply = await fetch(job.dataset.address, { headers: { Accept: "application/json" } });
      // Who is no longer signed in is asked to, and comes back here.
      if ([401, 403, 404].includes(reply.status)) return location.reload();
      if (reply.ok) {
        const found = await reply.json();
        if (found.state !== "waiting" && found.state !== "running") {
          location.reload();
          return;
        }
        if (told.textContent !== found.told) told.textContent = found.told;
        if (found.total) {
          bar.max = found.total;
          bar.value = Math.min(found.done, found.total);
        } else {
          bar.removeAttribute("value");
        }
        log.textContent = found.log || "…";
        log.scrollTop = log.scrollHeight;
      }
    } catch {
      // The network may come back.
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 700);
})();
