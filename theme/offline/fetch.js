/** Fetching: tried again, watched for silence, verified before it counts. */

const QUIET = 20000; // milliseconds without a byte after which a connection is dead
const TRIES = 3;
const AT_ONCE = 3;

/** @param {number} time @returns {Promise<void>} */
function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** Do it again when it fails, after growing pauses; not when the reader stops it or the device is full. @template T @param {Run} run @param {() => Promise<T>} work @returns {Promise<T>} */
async function persist(run, work) {
  for (let time = 1; ; time++) {
    try {
      return await work();
    } catch (error) {
      if (time >= TRIES || run.stop.signal.aborted || full(error)) throw error;
      await pause(400 * time * time);
    }
  }
}

/** @param {any} error @returns {boolean} */
function full(error) {
  return !!error && error.name === "QuotaExceededError";
}

/** The body of an answer; a connection that stays silent is dead. @param {Run} run @param {string} url @param {RequestCache} cache @param {(size: number) => void} progress @returns {Promise<ArrayBuffer>} */
async function get(run, url, cache, progress) {
  const dead = new AbortController();
  const end = () => dead.abort();
  let timer = setTimeout(end, QUIET);
  run.stop.signal.addEventListener("abort", end);
  try {
    if (run.stop.signal.aborted) end();
    const response = await fetch(url, { cache, redirect: "error", signal: dead.signal });
    if (!response.ok) throw Error();
    if (!response.body) return await response.arrayBuffer();
    const reader = response.body.getReader();
    const pieces = [];
    for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(end, QUIET);
      pieces.push(piece.value);
      progress(piece.value.length);
    }
    return await new Response(new Blob(pieces)).arrayBuffer();
  } finally {
    clearTimeout(timer);
    run.stop.signal.removeEventListener("abort", end);
  }
}

/** Fetch the manifest; one whose version is not the hash of its list is damaged. @param {Run} run @returns {Promise<{version: string, list: List}>} */
function manifest(run) {
  return persist(run, async () => {
    const { version, list } = JSON.parse(new TextDecoder().decode(await get(run, BASE + "pack/manifest.json", "no-cache", () => {})));
    if (list.language !== TAG || (await digest(new TextEncoder().encode(JSON.stringify(list)))) !== version) throw Error();
    return { version, list };
  });
}

/** Fetch parts into the store, some at a time, each verified before it is put there. @param {Run} run @param {Part[]} parts */
async function fetchAll(run, parts) {
  const store = await caches.open(STORE);
  const queue = parts.slice();
  let failure = /** @type {any} */ (undefined);
  const worker = async () => {
    for (let part = queue.shift(); part && !failure; part = queue.shift()) {
      const { hash, url } = part;
      await persist(run, async () => {
        let own = 0;
        try {
          const data = await get(run, url, "no-store", (size) => {
            own += size;
            advance(run, size);
          });
          if ((await digest(data)) !== hash) throw Error();
          await store.put(KEPT + hash, new Response(data));
          run.have.add(hash);
          advance(run, 0);
        } catch (error) {
          advance(run, -own);
          throw error;
        }
      }).catch((error) => {
        failure = error;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failure) throw failure;
}
