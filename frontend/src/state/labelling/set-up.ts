import { handClock } from "../clock";
import { FakeService, labellingFor } from "../fakes";
import { inMemory } from "../storage";

export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Somebody who labels, with a service, a clock and a device of the test's own. */
export async function setUp(items = 30, device = inMemory()) {
  const clock = handClock(1_000_000);
  const service = new FakeService(range(items));
  const labelling = labellingFor(service, clock, device);
  labelling.start();
  await clock.advance(0);
  const say = (name: string) => labelling.answer({ class: name });
  const queue = () => labelling.supply.state.get().queue;
  const screen = () => queue().current?.item.id;
  const upcoming = () => queue().upcoming.map(({ item }) => item.id);
  /** The tab is closed. */
  const leave = () => {
    labelling.stop();
    labelling.outbox.end();
  };
  return { clock, service, labelling, say, screen, upcoming, queue, device, leave };
}
