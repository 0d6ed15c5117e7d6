import assert from 'node:assert/strict';
import { nextTime, parseSchedule } from '../../../../src/reconcile-preview/controllers/cronjob/schedule.ts';
import { localTimestamp } from '../../../../src/reconcile-preview/controllers/cronjob/calendar.ts';

/** The first times of a schedule after an instant, as that place writes them. */
function times(text: string, from: string, count: number, zone?: string): string[] {
  const schedule = parseSchedule(text, zone);
  assert.ok(schedule, text);
  const found: string[] = [];
  for (let at: number | undefined = Date.parse(from); found.length < count;) {
    at = nextTime(schedule, at);
    if (at === undefined) break;
    found.push(localTimestamp(at, zone ?? 'UTC'));
  }
  return found;
}

describe('cron schedules', () => {
  it('take lists, ranges, steps and names', () => {
    assert.deepEqual(times('5,35 8-10/2 * * mon-WED', '2026-01-05T08:20:00Z', 4), [
      '2026-01-05T08:35:00Z',
      '2026-01-05T10:05:00Z',
      '2026-01-05T10:35:00Z',
      '2026-01-06T08:05:00Z',
    ]);
    assert.deepEqual(times('0 0 1 feb,12 ?', '2026-03-01T00:00:00Z', 2), ['2026-12-01T00:00:00Z', '2027-02-01T00:00:00Z']);
    assert.deepEqual(times('50/5 23 * * *', '2026-01-01T00:00:00Z', 3), [
      '2026-01-01T23:50:00Z',
      '2026-01-01T23:55:00Z',
      '2026-01-02T23:50:00Z',
    ]);
  });

  it('match either day field unless one of them is any day', () => {
    assert.deepEqual(times('0 0 13 * 5', '2026-02-01T00:00:00Z', 3), [
      '2026-02-06T00:00:00Z',
      '2026-02-13T00:00:00Z',
      '2026-02-20T00:00:00Z',
    ]);
    assert.deepEqual(times('0 0 * * 5', '2026-02-01T00:00:00Z', 1), ['2026-02-06T00:00:00Z']);
    assert.deepEqual(times('0 0 13 * *', '2026-02-01T00:00:00Z', 1), ['2026-02-13T00:00:00Z']);
    assert.deepEqual(times('0 0 13 * */2', '2026-02-01T00:00:00Z', 2), ['2026-02-03T00:00:00Z', '2026-02-05T00:00:00Z']);
  });

  it('have descriptors and periods', () => {
    assert.deepEqual(times('@weekly', '2026-01-01T00:00:00Z', 1), ['2026-01-04T00:00:00Z']);
    assert.deepEqual(times('@yearly', '2026-01-01T00:00:00Z', 1), ['2027-01-01T00:00:00Z']);
    assert.deepEqual(times('@every 1h30m', '2026-01-01T00:00:10.700Z', 2), ['2026-01-01T01:30:10Z', '2026-01-01T03:00:10Z']);
  });

  it('find leap days and know what never comes', () => {
    assert.deepEqual(times('0 12 29 2 *', '2026-01-01T00:00:00Z', 1), ['2028-02-29T12:00:00Z']);
    assert.deepEqual(times('0 0 31 2 *', '2026-01-01T00:00:00Z', 1), []);
  });

  it('follow clocks that are put forward and back', () => {
    assert.deepEqual(times('30 2 * * *', '2026-03-28T00:00:00Z', 3, 'Europe/Vienna'), [
      '2026-03-28T02:30:00+01:00',
      '2026-03-30T02:30:00+02:00',
      '2026-03-31T02:30:00+02:00',
    ]);
    assert.deepEqual(times('30 2 * * *', '2026-10-24T12:00:00Z', 2, 'Europe/Vienna'), [
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
    ]);
    assert.deepEqual(times('0 0 * * *', '2026-01-01T00:00:00Z', 1, 'Asia/Kolkata'), ['2026-01-02T00:00:00+05:30']);
  });

  it('take the zone of the text where none is given beside it', () => {
    const schedule = parseSchedule('CRON_TZ=Asia/Tokyo 0 9 * * *', undefined);
    assert.equal(schedule && nextTime(schedule, Date.parse('2026-01-01T00:00:00Z')), Date.parse('2026-01-02T00:00:00Z'));
  });

  it('are nothing when the text is none', () => {
    for (const text of [
      '',
      '* * * *',
      '60 * * * *',
      '* * 0 * *',
      '* * * * 7',
      '5-1 * * * *',
      '*/0 * * * *',
      '1-2-3 * * * *',
      '1/2/3 * * * *',
    ]) {
      assert.equal(parseSchedule(text, undefined), undefined, text);
    }
    for (const text of ['x * * * *', '-1 * * * *', '@never', '@every', '@every 5', '@every h', '99999999999999999999 * * * *']) {
      assert.equal(parseSchedule(text, undefined), undefined, text);
    }
  });
});
