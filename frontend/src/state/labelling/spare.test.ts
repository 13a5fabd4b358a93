import { expect, test } from "vitest";
import { range, setUp } from "./set-up";

test("who goes offline unprepared has thirty texts", async () => {
  const { say, screen, upcoming, clock, service } = await setUp(2_000);
  await clock.advance(5_000);
  expect(upcoming()).toEqual(range(30).slice(1));
  service.down = true;
  for (let turn = 0; turn < 30; turn++) {
    expect(screen()).toBeDefined();
    say("a");
    await clock.advance(300);
  }
  expect(screen()).toBeUndefined();
});

test("on a slow line there are more", async () => {
  const { upcoming, clock, service } = await setUp(4_000);
  const offered = service.assign.bind(service);
  service.assign = async (wanted) => {
    await new Promise<void>((resolve) => clock.after(2_000, resolve));
    return offered(wanted);
  };
  for (let beat = 0; beat < 4; beat++) await clock.advance(4_100);
  expect(upcoming()).toHaveLength(49);
});

test("of three hundred texts one person has thirty, too", async () => {
  const { service, clock } = await setUp(300);
  service.holders = 1;
  await clock.advance(10_000);
  expect(service.leased()).toHaveLength(30);
});

test("nobody keeps from colleagues more than a share, and what is over goes back", async () => {
  const { service, clock } = await setUp(300);
  service.holders = 1;
  await clock.advance(10_000);
  service.holders = 10;
  await clock.advance(4_100);
  expect(service.leased()).toHaveLength(27);
  service.holders = 60;
  await clock.advance(4_100);
  expect(service.leased()).toHaveLength(6);
});

test("spare texts of somebody who has gone away go back, and come again with them", async () => {
  const { labelling, say, clock, service } = await setUp(2_000);
  await clock.advance(5_000);
  expect(service.leased()).toHaveLength(30);
  await clock.advance(601_000);
  expect(service.leased()).toHaveLength(6);
  labelling.hand.input();
  say("a");
  await clock.advance(5_000);
  expect(service.leased()).toHaveLength(30);
});

test("the newest ranking comes next, and every spare text is answered sooner or later", async () => {
  const { say, screen, upcoming, clock, service } = await setUp(2_000);
  await clock.advance(5_000);
  const spare = upcoming().slice(5);
  service.ranking = [...range(2_000).slice(1_000), ...range(1_000)];
  service.round = 2;
  await clock.advance(4_100);
  expect(upcoming().slice(0, 5)).toEqual(range(1_005).slice(1_000));
  expect(upcoming().slice(5)).toEqual(spare);
  const seen = [];
  for (let turn = 0; turn < 150; turn++) {
    seen.push(screen());
    say("a");
    await clock.advance(300);
  }
  expect(seen).toEqual(expect.arrayContaining(spare));
  expect(seen.slice(1, 4)).toEqual([1_000, 1_001, 1_002]);
});
