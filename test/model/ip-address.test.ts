import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contains, ipText, parseCidr, parseIpSloppy, parseIpStrict } from '../../src/model/ip-address.ts';

const print = (text: string): string | undefined => {
  const address = parseIpSloppy(text);
  return address && ipText(address);
};

describe('IP addresses', () => {
  it('are read and printed as Go does', () => {
    assert.equal(print('010.000.0.1'), '10.0.0.1');
    assert.equal(print('2001:DB8:0:0:1:0:0:1'), '2001:db8::1:0:0:1');
    assert.equal(print('::'), '::');
    assert.equal(print('1::'), '1::');
    assert.equal(print('::ffff:10.0.0.1'), '10.0.0.1');
    assert.equal(print('64:ff9b::1.2.3.4'), '64:ff9b::102:304');
  });

  it('are refused when they are none', () => {
    for (const text of [
      '',
      '1.2.3',
      '1.2.3.256',
      '1.2.3.4.5',
      '1:2',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7:8::',
      'fe80::1%eth0',
      '12345::',
      '1.2.3.-4',
      '::1.2.3',
    ]) {
      assert.equal(parseIpSloppy(text), undefined, text);
    }
    assert.equal(parseIpStrict('010.0.0.1'), undefined);
    assert.equal(parseCidr('10.0.0.0'), undefined);
    assert.equal(parseCidr('10.0.0.0/33'), undefined);
    assert.equal(parseCidr('10.0.0.0/+8'), undefined);
  });

  it('lie in blocks', () => {
    const inBlock = (block: string, address: string): boolean => {
      const [cidr, ip] = [parseCidr(block), parseIpSloppy(address)];
      return cidr !== undefined && ip !== undefined && contains(cidr, ip);
    };
    assert.equal(inBlock('10.96.0.0/16', '10.96.255.1'), true);
    assert.equal(inBlock('10.96.0.0/16', '10.97.0.1'), false);
    assert.equal(inBlock('0.0.0.0/0', '::1'), false);
    assert.equal(inBlock('2001:db8::/32', '2001:db8:1::'), true);
  });

  it('are read again as printed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const once = print(text);
        assert.ok(once);
        assert.equal(print(once), once);
      }),
      { seed: 1 },
    );
  });
});
