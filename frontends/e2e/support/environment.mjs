import { TestEnvironment } from 'jest-environment-node';

/**
 * When a story fails, everybody's screen is kept at that moment, as a picture (failed-*.png) and in words: what a person would have seen says more
 * than the name of the button that was not there.
 */
export default class StoryEnvironment extends TestEnvironment {
  async handleTestEvent(event) {
    if (event.name !== 'test_fn_failure') return;
    const story = event.test.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
    for (const [n, seat] of (this.global.seats ?? []).entries()) {
      if (seat.page.isClosed()) continue;
      try {
        await seat.shot(`failed-${story}-${n + 1}`);
        const words = await seat.page.locator('body').innerText({ timeout: 2_000 });
        process.stderr.write(`── screen ${n + 1} when “${event.test.name}” failed: ${seat.page.url()}\n${words.slice(0, 3_000)}\n──\n`);
      } catch (error) {
        process.stderr.write(`── screen ${n + 1} could not be kept: ${error}\n`);
      }
    }
  }
}
