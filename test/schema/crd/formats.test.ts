import assert from 'node:assert/strict';
import { hasFormat, isKnownFormat, normalFormat, supportedFormat } from '../../../src/schema/crd/formats.ts';

/** Texts that kube-apiserver 1.37 takes for a format, and texts that it refuses. */
const TEXTS: Readonly<Record<string, { readonly taken: readonly string[]; readonly refused: readonly string[] }>> = {
  'date-time': {
    taken: ['2024-01-01T00:00:00Z', '2024-01-01t00:00:00z', '2024-01-01T00:00:00.123+01:00'],
    refused: ['2024-01-01T24:00:00Z', '2024-01-01', 'x', '2024-02-30T00:00:00Z', '2024-01-01T00:00:00', ''],
  },
  date: {
    taken: ['2024-02-29'],
    refused: ['2023-02-29', '2024-1-1', '20240101', ''],
  },
  uri: {
    taken: ['http://x', '/a', 'mailto:a@b', 'http://[::1]:80/', '*', 'http://x?a b', 'ftp:/x', 'http://user:p@x/'],
    refused: ['x', 'http://a b', 'http://x:abc', 'http://x/%zz', '', '://x', '1http://x', 'http://a%20b/', 'http://x y'],
  },
  email: {
    taken: ['a@b', 'a@b.c', '<a@b>', 'Bob <a@b>', '"a b"@c', 'ä@b.de'],
    refused: ['a', 'a b@c', 'a@', '@b', 'a..b@c', 'a@b c', 'a@b,c@d', 'a.@b', 'Bob, Jr <a@b>'],
  },
  hostname: {
    taken: ['a', 'a-b', 'a.bc', 'a-', 'A.Example.com', 'x'.repeat(63) + '.com', 'münchen.de', 'a.b.c.de', 'a-b-c.example.com', '1'],
    refused: ['a-b-c', 'a.b', '1.2', 'a_b', '-a', 'x'.repeat(64) + '.com', 'a..b', ''],
  },
  ipv4: {
    taken: ['1.2.3.4', '01.2.3.4', '::ffff:1.2.3.4'],
    refused: ['1.2.3', '::1', '256.1.1.1', ''],
  },
  ipv6: {
    taken: ['::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'],
    refused: ['1.2.3.4', 'fe80::1%eth0', 'x:', ''],
  },
  cidr: {
    taken: ['10.0.0.0/8', '10.0.0.1/8', '::/0', '010.0.0.0/8'],
    refused: ['10.0.0.0', '10.0.0.0/33'],
  },
  mac: {
    taken: ['00:11:22:33:44:55', '00-11-22-33-44-55', '0011.2233.4455', '00:11:22:33:44:55:66:77', '001122334455'],
    refused: ['00:11:22:33:44', '00:11:22-33-44-55', '0:1:2:3:4:5'],
  },
  uuid: {
    taken: ['123e4567-e89b-12d3-a456-426614174000', '123E4567E89B12D3A456426614174000'],
    refused: ['x'],
  },
  byte: {
    taken: ['YQ==', 'YWJj'],
    refused: ['YQ', '', 'a', 'YW Jj', 'YWJj\n'],
  },
  duration: {
    taken: ['1s', '1h30m', '1 day', '3 weeks ago', '-1s', '1.5h', '.5s', '0', '1 ns2', '10 microfoo', '1S', '+5m', '1.h', '1 hourly'],
    refused: ['x', '', '1', '5 parsecs', '1sx', '99999999999999999999 s', '1 msx'],
  },
  'k8s-short-name': {
    taken: ['a', 'a-b'],
    refused: ['A', 'a.b', 'x'.repeat(64), ''],
  },
  'k8s-long-name': {
    taken: ['a.b'],
    refused: ['a..b', 'A', ''],
  },
  isbn: {
    taken: ['0321751043', '978-0321751041'],
    refused: ['1', '032175104X'],
  },
  creditcard: {
    taken: ['4111 1111 1111 1111'],
    refused: ['4111111111111112', 'x'],
  },
  ssn: {
    taken: ['123-45-6789', '123 45 6789'],
    refused: ['123456789'],
  },
  hexcolor: {
    taken: ['#fff', 'fff', '#ffffff'],
    refused: ['#ggg'],
  },
  rgbcolor: {
    taken: ['rgb(1,2,3)', 'rgb( 1 , 2 , 3 )'],
    refused: ['rgb(256,0,0)'],
  },
  password: {
    taken: ['x'],
    refused: [],
  },
  bsonobjectid: {
    taken: ['507f1f77bcf86cd799439011'],
    refused: ['x'],
  },
  uuid4: {
    taken: ['123e4567-e89b-42d3-a456-426614174000'],
    refused: ['123e4567-e89b-12d3-a456-426614174000'],
  },
};

describe('formats', () => {
  for (const [format, { taken, refused }] of Object.entries(TEXTS)) {
    it(`${format} is checked as the server does`, () => {
      const accepts = (text: string): boolean => hasFormat(normalFormat(format), text);
      assert.deepEqual([...taken, ...refused].filter(accepts), taken);
      assert.ok(isKnownFormat(format));
    });
  }

  it('are known by their names without dashes, others are let through', () => {
    assert.equal(isKnownFormat('datetime'), true);
    assert.equal(isKnownFormat('quantity'), false);
    assert.equal(hasFormat('quantity', 'anything'), true);
    assert.equal(isKnownFormat('constructor'), false);
  });

  it('count for the types that they are made for', () => {
    const kept = (format: string, type: string): boolean => supportedFormat(format, type === '' ? [] : [type], '1.37') !== '';
    assert.deepEqual(
      ['string', 'integer', 'number', 'boolean', ''].map((type) => kept('ipv4', type)),
      [true, false, false, false, true],
    );
    assert.deepEqual(
      ['string', 'integer', 'number'].map((type) => kept('int32', type)),
      [false, true, false],
    );
    assert.deepEqual(
      ['integer', 'number'].map((type) => kept('double', type)),
      [false, true],
    );
    assert.equal(supportedFormat('uuid', ['integer', 'string'], '1.37'), 'uuid');
  });

  it('were those of texts only until 1.35, and names came in 1.35', () => {
    assert.equal(supportedFormat('int32', ['integer'], '1.35'), '');
    assert.equal(supportedFormat('ipv4', ['integer'], '1.35'), 'ipv4');
    assert.equal(supportedFormat('k8s-short-name', ['string'], '1.34'), '');
    assert.equal(supportedFormat('k8s-short-name', ['string'], '1.35'), 'k8s-short-name');
  });

  it('take no time on hostile texts', () => {
    for (const format of Object.keys(TEXTS)) {
      for (const text of [
        '1'.repeat(100_000),
        'a.'.repeat(50_000),
        `${'a-'.repeat(50_000)}!`,
        `1${' '.repeat(100_000)}`,
        `"${'\\"'.repeat(50_000)}`,
      ])
        assert.equal(typeof hasFormat(normalFormat(format), text), 'boolean');
    }
  });
});
