/** Stands for `k6/timers`. */
const later = globalThis.setTimeout;
export { later as setTimeout };
