// Writes a site's service worker with Workbox as its documentation's usual example does: everything precached,
// the new worker active at once. Usage: node generate.cjs FOLDER
const { generateSW } = require("workbox-build");

const folder = process.argv[2];
generateSW({
  globDirectory: folder,
  globPatterns: ["**/*.{html,js,css}"],
  swDest: `${folder}/sw.js`,
  skipWaiting: true,
  clientsClaim: true,
  cleanupOutdatedCaches: true,
  sourcemap: false,
  mode: "production",
}).then(({ count, size, warnings }) => {
  for (const warning of warnings) console.error(warning);
  console.log(`${count} files, ${size} bytes`);
}).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
