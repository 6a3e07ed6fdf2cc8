/**
 * Runs `stop` once when we are asked to end: Ctrl-C, a termination, a closed terminal, or the end of the process that started us.
 * npm and the terminal both send Ctrl-C on, so a second signal within two seconds is the same one; a later one means "now".
 */
export function onStopAsked(stop: (why: string) => Promise<void>, exitCode: number): void {
  let askedAt: number | undefined;
  const asked = (why: string) => {
    if (askedAt !== undefined) {
      if (performance.now() - askedAt > 2_000) process.exit(130);
      return;
    }
    askedAt = performance.now();
    stop(why).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal));
  process.on('disconnect', () => asked('disconnect'));
}
