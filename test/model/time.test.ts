import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addSeconds,
  formatMicroTime,
  formatTime,
  instantOf,
  isZeroTime,
  isZeroTimeText,
  parseMicroTime,
  parseTime,
  secondsBetween,
  ZERO_TIME,
  type Instant,
} from '../../src/model/time.ts';

/** Expected values are those of upstream's `metav1.Time` and Go's `time.Parse`. */
describe('time', () => {
  const read = (parsed: Instant | string): Instant => {
    assert.ok(typeof parsed !== 'string', String(parsed));
    return parsed;
  };

  for (const [text, canonical] of [
    ['2024-02-29T12:34:56Z', '2024-02-29T12:34:56Z'],
    ['2024-01-01T01:02:03.999999999+05:30', '2023-12-31T19:32:03Z'],
    ['2024-01-01T1:02:03Z', '2024-01-01T01:02:03Z'],
    ['2024-01-01T01:02:03,5Z', '2024-01-01T01:02:03Z'],
    ['2024-01-01T00:00:00-24:60', '2024-01-02T01:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59Z'],
    ['0000-01-01T00:00:00+10:00', '-0001-12-31T14:00:00Z'],
  ] as const) {
    it(`${text} is ${canonical}`, () => assert.equal(formatTime(read(parseTime(text))), canonical));
  }

  for (const [text, error] of [
    ['x', 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    ['2024-01-01', 'parsing time "2024-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"'],
    ['2024-13-01T00:00:00Z', 'parsing time "2024-13-01T00:00:00Z": month out of range'],
    ['2023-02-29T00:00:00Z', 'parsing time "2023-02-29T00:00:00Z": day out of range'],
    ['2024-01-01T24:00:00Z', 'parsing time "2024-01-01T24:00:00Z": hour out of range'],
    ['2024-01-01T00:00:00Zx', 'parsing time "2024-01-01T00:00:00Zx": extra text: "x"'],
    ['2024-01-01T00:00:00+25:00', 'parsing time "2024-01-01T00:00:00+25:00": time zone offset hour out of range'],
    [
      '2024-01-01T00:00:00 "ü"',
      'parsing time "2024-01-01T00:00:00 \\"\\xc3\\xbc\\"" as "2006-01-02T15:04:05Z07:00": cannot parse " \\"\\xc3\\xbc\\"" as "Z07:00"',
    ],
  ] as const) {
    it(`${text} is none`, () => assert.equal(parseTime(text), error));
  }

  it('wants six digits of a micro time', () => {
    assert.equal(formatMicroTime(read(parseMicroTime('2024-01-01T00:00:00.123456+01:00'))), '2023-12-31T23:00:00.123456Z');
    assert.equal(
      parseMicroTime('2024-01-01T00:00:00Z'),
      'parsing time "2024-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    );
  });

  it('knows the zero time', () => {
    assert.ok(isZeroTime(read(parseTime('0001-01-01T00:00:00Z'))));
    assert.ok(isZeroTimeText(formatTime(ZERO_TIME)));
    assert.ok(isZeroTimeText(formatMicroTime(ZERO_TIME)));
    assert.ok(!isZeroTimeText('2024-01-01T00:00:00Z'));
  });

  it('counts', () => {
    const start = read(parseMicroTime('2024-02-28T23:59:59.500000Z'));
    const later = addSeconds(start, 1.75);
    assert.equal(formatMicroTime(later), '2024-02-29T00:00:01.250000Z');
    assert.equal(secondsBetween(start, later), 1.75);
    assert.equal(formatMicroTime(addSeconds(start, -0.75)), '2024-02-28T23:59:58.750000Z');
  });

  it('prints what it reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: ZERO_TIME.seconds, max: 253_402_300_799 }), fc.integer({ min: 0, max: 999_999 }), (seconds, micros) => {
        const instant = { seconds, nanoseconds: micros * 1000 };
        assert.deepEqual(instantOf(formatMicroTime(instant)), instant);
        assert.deepEqual(instantOf(formatTime(instant)), { seconds, nanoseconds: 0 });
      }),
      { seed: 3 },
    );
    assert.equal(instantOf('yesterday'), undefined);
  });
});
