/** A service worker that answers. */

/**
 * Whether the worker answers within some seconds of being there: slow phones take long to start one.
 * @param {ServiceWorkerRegistration} registration @param {number} seconds @returns {Promise<boolean>}
 */
async function answers(registration, seconds) {
  let answer = false;
  for (let left = 400; left && !answer; left--) {
    if (registration.active) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (answer = true);
      registration.active.postMessage("lotse?", [channel.port2]);
      left = Math.min(left, seconds * 20);
    }
    await pause(50);
  }
  return answer;
}

/** Have a worker that answers. One that is dumb (an empty file was deployed) is replaced, if the host has a better one. @param {Run} run */
async function employ(run) {
  const register = () => persist(run, () => navigator.serviceWorker.register(SITE + "sw.js", { scope: SITE, updateViaCache: "none" }));
  const registration = await register();
  if (await answers(registration, 5)) return;
  const offered = await fetch(SITE + "sw.js", { cache: "no-store" });
  if (!offered.ok || !(await offered.text()).includes(RECORDS)) throw Error();
  await registration.update();
  if (await answers(registration, 15)) return; // the dumb one stays until the new one is ready
  if (Object.values(await records()).some((record) => record.complete)) throw Error(); // without a worker no copy opens
  await registration.unregister();
  if (!(await answers(await register(), 15))) throw Error();
}
