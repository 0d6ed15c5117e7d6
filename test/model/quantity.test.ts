import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  fromInteger,
  fromMilli,
  milliValueOf,
  negateQuantity,
  parseQuantity,
  quantityText,
  signOf,
  subtractQuantities,
  valueOf,
  type Quantity,
} from '../../src/model/quantity.ts';

/** Expected values are those of upstream's `resource.Quantity`. */
describe('quantity', () => {
  const read = (text: string): Quantity => {
    const quantity = parseQuantity(text);
    assert.ok(typeof quantity !== 'string', `${text}: ${String(quantity)}`);
    return quantity;
  };

  const canonical: readonly (readonly [text: string, canonical: string, value: bigint, milli: bigint])[] = [
    ['0', '0', 0n, 0n],
    ['-', '0', 0n, 0n],
    ['000', '0', 0n, 0n],
    ['.', '0', 0n, 0n],
    ['1.5', '1500m', 2n, 1500n],
    ['+.5', '500m', 1n, 500n],
    ['0.1m', '100u', 1n, 1n],
    ['-5500m', '-5500m', -6n, -5500n],
    ['1000', '1k', 1000n, 1_000_000n],
    ['0.5Gi', '512Mi', 536_870_912n, 536_870_912_000n],
    ['1024Mi', '1Gi', 1_073_741_824n, 1_073_741_824_000n],
    ['0.5Ki', '512', 512n, 512_000n],
    ['1.1Ki', '1126400m', 1127n, 1_126_400n],
    ['3.3Mi', '3460300800m', 3_460_301n, 3_460_300_800n],
    ['1e3', '1e3', 1000n, 1_000_000n],
    ['10E2', '1e3', 1000n, 1_000_000n],
    ['1e-07', '100e-9', 1n, 1n],
    ['0.0000000001', '1n', 1n, 1n],
    ['9Ei', '9223372036854775807', 2n ** 63n - 1n, -1000n],
    ['1000E', '1', 0n, 0n],
    ['9e30', '9e30', 0n, 0n],
    ['-97Pi', '-97Pi', -2_882_303_760n, -2_882_303_761_516n],
    ['286040004040G', '286040004040G', -9_107_901_139_352_825_856n, 0n],
  ];
  for (const [text, expected, value, milli] of canonical) {
    it(`${text} is ${expected}`, () => {
      const quantity = read(text);
      assert.equal(quantityText(quantity), expected);
      assert.deepEqual([valueOf(quantity), milliValueOf(quantity)], [value, milli]);
    });
  }

  for (const [text, expected] of [
    ['', /regular expression/],
    ['x', /regular expression/],
    ['1 Gi', /regular expression/],
    ['1.2.3', /regular expression/],
    ['100Zi', /regular expression/],
    ['1e', /quantity's suffix/],
    ['5mi', /quantity's suffix/],
    ['1e99999999999999999999', /quantity's suffix/],
    ['.e-20', /numeric part/],
  ] as const) {
    it(`${JSON.stringify(text)} is none`, () => assert.match(String(parseQuantity(text)), expected));
  }

  it('reads numbers and surrounding blanks', () => {
    assert.equal(canonicalQuantity(1.5), '1500m');
    assert.equal(canonicalQuantity(' 2 '), '2');
    assert.equal(canonicalQuantity('two'), undefined);
  });

  it('adds and subtracts exactly, the format of a zero giving way', () => {
    assert.equal(quantityText(addQuantities(read('100m'), read('0.9'))), '1');
    assert.equal(quantityText(addQuantities(read('0'), read('1Gi'))), '1Gi');
    assert.equal(quantityText(addQuantities(read('1Gi'), read('1M'))), '1074741824');
    assert.equal(quantityText(subtractQuantities(read('1Gi'), read('512Mi'))), '512Mi');
    assert.equal(quantityText(subtractQuantities(fromInteger(1), fromMilli(1))), '999m');
    assert.equal(quantityText(negateQuantity(read('1k'))), '-1k');
  });

  it('does not count to two thousand million', () => {
    const huge = read('1e2000000000');
    assert.equal(compareQuantities(huge, read('1')), 1);
    assert.equal(compareQuantities(negateQuantity(huge), read('1')), -1);
    assert.equal(quantityText(addQuantities(huge, read('1'))), '100e1999999998');
    assert.equal(quantityText(read('12345678901234567890e-2000000')), '1e-9');
    assert.match(String(parseQuantity(`${'0'.repeat(200_000)}x`)), /regular expression/);
  });

  const quantityLike = fc.tuple(
    fc.constantFrom('', '-'),
    fc.stringMatching(/^[0-9]{1,12}$/),
    fc.option(fc.stringMatching(/^[0-9]{1,6}$/), { nil: undefined }),
    fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'e-2', 'n', 'u'),
  );
  const texts = quantityLike.map(
    ([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${suffix}`,
  );

  it('keeps its value and its text through printing and reading', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const quantity = read(text);
        const again = read(quantityText(quantity));
        assert.equal(compareQuantities(quantity, again), 0);
        assert.equal(quantityText(again), quantityText(quantity));
      }),
      { seed: 1 },
    );
  });

  it('orders as subtraction says', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        assert.equal(Math.sign(compareQuantities(read(a), read(b))), signOf(subtractQuantities(read(a), read(b))));
        assert.equal(compareQuantities(addQuantities(subtractQuantities(read(a), read(b)), read(b)), read(a)), 0);
      }),
      { seed: 2 },
    );
  });
});
